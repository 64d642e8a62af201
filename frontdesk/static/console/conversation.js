// One conversation: new messages at the end, panels that follow its state, a reply that is never lost.

import { byId, follow, markUnread, post, setHtml, showTimes, showUrgent, start } from "./common.js";

const { path, last } = byId("conversation").dataset;
const transcript = byId("transcript");
const messages = byId("messages");
const seen = byId("seen");
const reply = byId("reply");
const text = byId("text");
let lastSeq = Number(last);

// ---- what arrives --------------------------------------------------------------------------------------------------

const atEnd = () => transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 60;
const toEnd = () => (transcript.scrollTop = transcript.scrollHeight);

function addMessage({ seq, role, html }) {
  if (seq <= lastSeq) return;
  const follows = atEnd();
  messages.insertAdjacentHTML("beforeend", html.trim());
  showTimes(messages.lastElementChild);
  messages.lastElementChild.classList.add("arrived");
  lastSeq = seq;
  seen.value = seq;
  if (follows || role === "staff") toEnd();
  if (role === "visitor" && document.hidden) markUnread(true);
}

function showPanels({ mine, notice, header, actions, screening }) {
  setHtml(byId("notice"), notice);
  replace(byId("header"), header);
  replace(byId("actions"), actions);
  replace(byId("screening"), screening);
  reply.hidden = !mine && !text.value; // words that were typed stay in sight when a colleague takes over
}

/** Show a panel anew: what was open, chosen and focused stays so. */
function replace(panel, html) {
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : null;
  const open = [...panel.querySelectorAll("details[open] > summary")].map((summary) => summary.id);
  const outcome = panel.querySelector("#outcome")?.value;
  if (!setHtml(panel, html)) return;
  for (const id of open) byId(id)?.parentElement.setAttribute("open", "");
  const select = panel.querySelector("#outcome");
  if (select && outcome) select.value = outcome;
  if (focused !== null) (byId(focused) ?? byId("conversation-title")).focus({ preventScroll: true });
}

// ---- what staff do -------------------------------------------------------------------------------------------------

function showError(sentence) {
  byId("act-error").textContent = sentence;
  byId("act-error").hidden = !sentence;
}

let busy = false; // not `disabled`, which would throw the focus away

async function act(form, button, done) {
  if (busy) return false;
  busy = true;
  const fields = Object.fromEntries(new FormData(form));
  showError("");
  try {
    await post(button.hasAttribute("formaction") ? button.formAction : form.action, fields);
  } catch (error) {
    showError(error.message);
    byId("act-error").scrollIntoView({ block: "nearest" });
    return false;
  } finally {
    busy = false;
  }
  byId("act-done").textContent = done;
  if (!stream.isOpen() && !text.value) location.reload();
  return true;
}

byId("actions").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const isTakeOver = form.action.endsWith("/take-over");
  const ok = await act(form, event.submitter, form.dataset.act);
  if (ok && isTakeOver) {
    reply.hidden = false;
    text.focus();
  }
});

// A key is kept until its reply is stored, so that trying again after a cut connection never sends twice.
const newKey = () => (reply.elements.key.value = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));

reply.addEventListener("submit", async (event) => {
  event.preventDefault();
  const sent = text.value;
  if (!sent.trim()) return;
  if (await act(reply, event.submitter ?? reply.querySelector("button"), "Sent")) {
    newKey();
    if (text.value === sent) text.value = "";
  }
  text.focus();
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) reply.requestSubmit();
});

let typingTold = 0;
text.addEventListener("input", () => {
  if (!text.value || Date.now() - typingTold < 3000) return;
  typingTold = Date.now();
  post(`${path}/typing`).catch(() => {}); // a missed typing sign is no loss
});

document.addEventListener("visibilitychange", () => document.hidden || markUnread(false));

start();
toEnd();
const stream = follow(() => `${path}/events?after=${lastSeq}`, {
  message: addMessage,
  panels: showPanels,
  urgent: showUrgent,
  gone() {
    byId("main").innerHTML = `<div class="card narrow"><h1>Conversation deleted</h1><p>It was deleted at the visitor's request.</p><p><a class="button primary" href="/staff">Back to the queue</a></p></div>`;
  },
});
