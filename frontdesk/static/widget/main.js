const OPENER = "[data-frontdesk-open]";

function createWidget() {
  const actions = { choose: ({ payload, title }) => conversation.send(payload, title), announce: (text) => panel.announce(text) };
  const bubbles = new Bubbles(actions);
  const log = new LogView(bubbles);
  const lifeline = new Lifeline();
  const composer = new Composer({
    send: (text) => conversation.send(text), drafted: (text) => conversation.drafted(text), announce: actions.announce });
  const menu = new Menu({
    restart: () => conversation.restart(), forget: () => conversation.forget(), unsent: () => conversation.hasUnsent });
  const panel = new Panel({ menu, log, lifeline, composer }, (open) => {
    rememberOpen(open);
    if (open) conversation.begin();
    else conversation.rest();
  }, () => menu.collapse() || lifeline.collapse());
  const conversation = new Conversation({ log, bubbles, panel, composer, lifeline, presence: new Presence(panel, lifeline),
    notice: new DeliveryNotice(log.node, () => conversation.retry()) });
  return { panel, conversation };
}

/** The widget in a shadow root of its own, so that neither page nor widget changes the other's looks. */
function mount(panel) {
  const host = el("div", { id: "frontdesk-widget" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // allowed by a policy that forbids inline styles
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  root.append(panel.node);
  applyColour(host, SCRIPT.dataset.colour);
  document.body.append(host);
}

/** data-colour="#1c5d63": the accent, with black or white letters on it, whichever reads better. */
function applyColour(host, colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour ?? "")) return;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue; // WCAG relative luminance
  host.style.setProperty("--accent", colour);
  host.style.setProperty("--on-accent", luminance > 0.179 ? "#000000" : "#ffffff");
}

function start() {
  if (document.getElementById("frontdesk-widget")) return; // the page holds the script twice
  const { panel, conversation } = createWidget();
  mount(panel);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(OPENER)) return;
    event.preventDefault();
    panel.open();
  });
  addEventListener("storage", (event) => { // "forget" in one tab holds for all
    if (event.key === STORAGE_KEY && event.newValue === null) conversation.forget();
  });
  const unsent = readStored()?.outbox.length > 0;
  const asked = wasOpen() || SCRIPT.dataset.open === "true";
  if (unsent || (asked && !panel.coversPage)) panel.open({ focus: false });
}

if (document.body) start();
else addEventListener("DOMContentLoaded", start);
