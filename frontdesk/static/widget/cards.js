const CARDS = { crisis: crisisCard, answer: answerCard, reference: referenceCard };

/** What a message carries besides its words. */
function cardOf(card, announce) {
  return card && card.kind in CARDS ? CARDS[card.kind](card, announce) : null;
}

function crisisCard({ lines }) {
  return lineList(lines);
}

function answerCard({ sources, review }) {
  const items = (sources ?? []).map(({ title, publisher, date }) =>
    el("li", {}, el("cite", {}, title), [publisher, date].filter(Boolean).map((word) => `, ${word}`).join("")));
  return el("details", { class: "sources" },
    el("summary", {}, say("sources")),
    items.length ? el("ul", {}, ...items) : null,
    review ? el("p", { class: "review" }, review) : null);
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
