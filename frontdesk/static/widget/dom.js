const ICONS = {
  chat: "M4 5h16v11H9.5L5 19.5V16H4z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  phone: "M6 4h3l1.5 4.5L8.5 10a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3a2 2 0 0 1-2.2 2A15 15 0 0 1 4 6.2 2 2 0 0 1 6 4z",
  message: "M4 5h16v11H9.5L5 19.5V16H4zM8 9h8M8 12h5",
  link: "M10 6H6v12h12v-4M13 5h6v6M19 5l-9 9",
};

/** An element; functions become listeners, true an empty attribute, null and false nothing. Text is always text. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A decorative line drawing, hidden from assistive technology. */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Words for screen readers only. */
function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/** When a message was written: the hour, with the date if it was not today. */
function timeOf(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  const today = date.toDateString() === new Date().toDateString();
  const short = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  const full = date.toLocaleString(LANGUAGE, { dateStyle: "full", timeStyle: "short" });
  return el("time", { datetime: at, title: full }, date.toLocaleString(LANGUAGE, short));
}

/** Puts text on the clipboard; false where the page may not (no https, no permission). */
async function copyText(text) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refusal) {
    return false;
  }
}

/** Selects the text of a node, for copying by hand. */
function selectText(node) {
  const selection = node.getRootNode().getSelection?.() ?? document.getSelection();
  selection.selectAllChildren(node);
}
