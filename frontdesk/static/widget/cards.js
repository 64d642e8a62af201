const CARDS = { crisis: crisisCard, answer: answerCard, reference: referenceCard };

/** What a message carries besides its words. */
function cardOf(card, announce) {
  return card && card.kind in CARDS ? CARDS[card.kind](card, announce) : null;
}

function crisisCard({ lines }) {
  return lineList(lines);
}

/** The first source and who reviewed the answer stand open; all sources unfold below. */
function answerCard({ sources, review }) {
  const known = sources ?? [];
  const items = known.map(({ title, publisher, date }) =>
    el("li", {}, el("cite", {}, title), [publisher, readableDate(date)].filter(Boolean).map((word) => `, ${word}`).join("")));
  return el("div", { class: "sources" },
    known.length ? el("p", { class: "source-line" }, sourceLine(known)) : null,
    review ? el("p", { class: "review" }, review) : null,
    items.length ? el("details", {}, el("summary", {}, say("sources")), el("ul", {}, ...items)) : null);
}

function sourceLine([{ publisher, date }, ...others]) {
  const first = [publisher, readableDate(date)].filter(Boolean).join(", ");
  return say(others.length ? "sourceAndMore" : "source", { first, count: others.length });
}

/** 2023, 2023-10 or 2023-10-10 as year, or month and year, in the visitor's language. */
function readableDate(date) {
  const [year, month] = String(date ?? "").split("-").map(Number);
  if (!year || !month) return date;
  return new Intl.DateTimeFormat(LANGUAGE, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, month - 1)));
}

function referenceCard({ reference }, announce) {
  const code = el("code", { class: "reference-code" }, reference);
  const copy = el("button", { type: "button", class: "plain", click: () => copyReference(code, copy, announce) }, say("copy"));
  return el("div", { class: "reference" }, el("span", { class: "reference-label" }, say("reference")), code, copy);
}

async function copyReference(code, button, announce) {
  const copied = await copyText(code.textContent);
  if (!copied) selectText(code);
  button.textContent = copied ? say("copied") : say("copy");
  announce(copied ? say("copied") : say("copyByHand"));
}
