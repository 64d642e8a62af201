/** The row above the input that always leads to the lines; with safety on it calls and texts directly. */
class Lifeline {
  #list = el("div", { class: "lifeline-list", id: "lines", role: "region", "aria-label": say("crisisBar"), hidden: true },
    el("h3", {}, say("linesHeading")), lineList([...OFFLINE_LINES, ...clinicLine()]));
  #row = el("div", { class: "lifeline", role: "group", "aria-label": say("crisisBar") });
  #toggle = null;
  #pinned = null;
  #direct = directLines(OFFLINE_LINES);

  constructor() {
    this.pin(false);
  }

  get nodes() {
    return [this.#list, this.#row];
  }

  /** The pinned bar offers what the latest crisis reply offers first. */
  prefer(lines) {
    if (lines.length > 0) this.#direct = directLines(lines);
    this.#draw(this.#pinned);
  }

  /** While safety is true the row becomes the pinned bar. */
  pin(safety) {
    if (safety !== this.#pinned) this.#draw(safety);
  }

  #draw(safety) {
    this.#pinned = safety;
    const pair = callOrText(OFFLINE_LINES);
    const words = pair ? say("crisisPair", { number: pair.number }) : say("crisisOther", { label: OFFLINE_LINES[0].label });
    const hadFocus = this.#row.contains(this.#row.getRootNode().activeElement ?? null);
    this.#toggle = el("button", { type: "button", class: "lifeline-toggle", "aria-controls": "lines", click: () => this.expand(this.#list.hidden) },
      safety ? say("allLines") : words);
    this.#row.classList.toggle("pinned", safety);
    this.#row.replaceChildren(...(safety ? this.#direct.map((line) => lineLink({ ...line, detail: "" })) : []), this.#toggle);
    this.expand(!this.#list.hidden);
    if (hadFocus) this.#toggle.focus();
  }

  expand(open) {
    this.#list.hidden = !open;
    this.#toggle.setAttribute("aria-expanded", String(open));
  }

  /** Closes the list if it is open; true if it was. */
  collapse() {
    if (this.#list.hidden) return false;
    this.expand(false);
    this.#toggle.focus();
    return true;
  }
}

/** Two lines for one row: those that begin the list; calling and texting the same number go together. */
function directLines(lines) {
  const pair = callOrText(lines);
  return pair && pair.call === lines[0] ? [pair.call, pair.text] : lines.slice(0, 2);
}
