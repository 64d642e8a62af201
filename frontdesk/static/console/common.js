// What every page of the console shares: requests, times, the banner for urgent alerts, the event stream.

const csrf = document.body.dataset.csrf;

export const byId = (id) => document.getElementById(id);

export async function post(path, fields = {}) {
  const response = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    body: new URLSearchParams(fields),
  });
  if (response.ok) return;
  const answer = await response.json().catch(() => null);
  throw new Error(answer?.error?.message ?? "The console does not answer. Nothing was changed.");
}

export const shown = new WeakMap(); // element -> the HTML it was given

export function setHtml(element, html) {
  if (shown.get(element) === html) return false;
  shown.set(element, html);
  element.innerHTML = html;
  showTimes(element);
  return true;
}

// ---- times -------------------------------------------------------------------------------------------------------

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

function inWords(at, kind) {
  const exact = at.toDateString() === new Date().toDateString() ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
  const minutes = Math.max(0, Math.floor((Date.now() - at) / 60000));
  if (kind === "clock" || minutes >= 720) return exact;
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}

export function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-time]")) {
    const at = new Date(element.dateTime);
    const words = inWords(at, element.dataset.time);
    if (element.textContent !== words) element.textContent = words;
    element.title = at.toLocaleString();
  }
}

/** How many questions without an answer there are, beside the link to them. */
export function showWaiting(count) {
  byId("waiting").textContent = count || "";
}

// ---- urgent alerts -----------------------------------------------------------------------------------------------

const title = document.title;
let known = new Set([...document.querySelectorAll("#alerts [data-alert]")].map((link) => link.dataset.alert));
let unread = false;

function showTitle() {
  const urgent = known.size ? `(${known.size} urgent) ` : "";
  document.title = `${urgent}${unread ? "New message · " : ""}${title}`;
}

export function markUnread(value) {
  unread = value;
  showTitle();
}

export function showUrgent(alerts) {
  const ids = new Set(alerts.map((alert) => alert.id));
  const changed = ids.size !== known.size || [...ids].some((id) => !known.has(id));
  const arrived = alerts.some((alert) => !known.has(alert.id));
  known = ids;
  showTitle();
  if (!changed) return;
  const focused = document.activeElement?.dataset?.alert;
  byId("alerts").replaceChildren(...alerts.map(banner));
  if (focused) document.querySelector(`#alerts [data-alert="${CSS.escape(focused)}"]`)?.focus();
  if (arrived) beep();
}

function banner(alert) {
  const link = document.createElement("a");
  link.className = "urgent";
  link.href = alert.href;
  link.dataset.alert = alert.id;
  const strong = document.createElement("strong");
  strong.textContent = alert.words;
  const go = document.createElement("span");
  go.className = "go";
  go.textContent = "Open";
  link.append(strong, ` ${alert.reference} `, go);
  return link;
}

// ---- sound: off until someone asks for it; browsers play nothing before a gesture ----------------------------------

const soundButton = byId("sound");
let audio = null;

function beep() {
  if (audio?.state !== "running") return;
  for (const [start, pitch] of [[0, 660], [0.22, 880]]) {
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0.25 });
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.18);
  }
}

async function setSound(on) {
  sessionStorage.setItem("sound", on ? "on" : "off");
  soundButton.setAttribute("aria-pressed", String(on));
  soundButton.textContent = on ? "Sound: on" : "Sound: off";
  if (on) {
    audio ??= new AudioContext();
    await audio.resume();
  } else await audio?.suspend();
}

function prepareSound() {
  soundButton.hidden = false;
  soundButton.textContent = "Sound: off";
  soundButton.addEventListener("click", async () => {
    await setSound(soundButton.getAttribute("aria-pressed") !== "true");
    beep();
  });
  if (sessionStorage.getItem("sound") === "on") {
    soundButton.textContent = "Sound: click page";
    addEventListener("pointerdown", (event) => event.target !== soundButton && setSound(true), { once: true });
  }
  setInterval(() => known.size && beep(), 15000);
}

// ---- the event stream ----------------------------------------------------------------------------------------------

const SILENCE = 40000; // ms; the server says something every 15 s
let signedOut = false;

function connection(text) {
  const box = byId("connection");
  const html = text ? `<p class="notice"><strong>Attention:</strong> </p>` : "";
  if (!setHtml(box, html) && !text) return;
  if (text) box.firstChild.lastChild.textContent = ` ${text}`;
}

function showSignedOut() {
  signedOut = true;
  known = new Set();
  showTitle();
  byId("alerts").replaceChildren();
  byId("notice").replaceChildren();
  connection("");
  byId("main").innerHTML = `<div class="card narrow" role="alert"><h1>You are signed out</h1>
    <p>New messages and alerts no longer appear here.</p><p><a class="button primary" href="/staff/login">Sign in</a></p></div>`;
  document.title = `Signed out · ${title}`;
}

/** Follow `path()`; handlers: event name -> function of its data. Comes back by itself until signed out. */
export function follow(path, handlers) {
  let last = Date.now();
  let source = null;
  const wire = (name, act) =>
    source.addEventListener(name, (event) => {
      last = Date.now();
      act(JSON.parse(event.data));
    });
  const connect = () => {
    source = new EventSource(path());
    last = Date.now();
    for (const [name, act] of Object.entries(handlers)) wire(name, act);
    wire("status", ({ problem }) => connection(problem));
    wire("here", () => {});
    wire("signed_out", () => (source.close(), showSignedOut()));
    source.onerror = () => connection("No connection. What you see may be out of date. Trying again.");
  };
  connect();
  setInterval(async () => {
    if (signedOut || (source.readyState !== EventSource.CLOSED && Date.now() - last < SILENCE)) return;
    source.close();
    connection("No connection. What you see may be out of date. Trying again.");
    if (await isSignedOut()) showSignedOut();
    else connect();
  }, 3000);
  return { isOpen: () => source.readyState === EventSource.OPEN };
}

async function isSignedOut() {
  const response = await fetch("/staff/session", { headers: { Accept: "application/json" } }).catch(() => null);
  return response?.status === 401;
}

// ---- somebody is here: only what a person does keeps the session awake ---------------------------------------------

let told = Date.now();

function here() {
  if (signedOut || Date.now() - told < 60000) return;
  told = Date.now();
  post("/staff/here").catch(() => {}); // the stream notices when the session has ended
}

export function start() {
  showTimes();
  setInterval(showTimes, 15000);
  showTitle();
  prepareSound();
  for (const event of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(event, here, { passive: true, capture: true });
}
