/** Where the visitor writes. events: {send(text), drafted(text), announce(text)}. */
class Composer {
  #events;
  #input = el("textarea", { id: "message", rows: "1", placeholder: say("placeholder"), "aria-describedby": "hint counter",
    autocomplete: "off", enterkeyhint: "send" });
  #counter = el("p", { class: "counter", id: "counter", hidden: true });
  #announced = Infinity;

  constructor(events) {
    this.#events = events;
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.form = el("form", { class: "composer", submit: (event) => this.#submit(event) },
      el("label", { for: "message", class: "unseen" }, say("input")),
      el("span", { class: "unseen", id: "hint" }, say("hint")),
      this.#input, el("button", { type: "submit", class: "send", "aria-label": say("send") }, icon("send")), this.#counter);
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  get text() {
    return this.#input.value;
  }

  set text(value) {
    this.#input.value = value;
    this.#changed();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.text.trim();
    if (text === "" || text.length > LIMITS.sendable) return this.focus();
    this.text = "";
    this.#events.send(text);
    this.focus();
  }

  /** Characters as the server counts them (code points). Longer texts are sent all the same: only the front desk knows danger. */
  #left() {
    return LIMITS.text - Array.from(this.text.trim()).length;
  }

  #changed() {
    const left = this.#left();
    const words = say(left < 0 ? "over" : "left", { count: Math.abs(left) });
    this.#counter.hidden = left > LIMITS.text - LIMITS.counterFrom;
    this.#counter.textContent = this.#counter.hidden ? "" : words;
    this.#counter.classList.toggle("over", left < 0);
    this.#input.setAttribute("aria-invalid", String(left < 0));
    this.#announce(left, words);
    this.#grow();
    this.#events.drafted(this.text);
  }

  /** Speaks at a few thresholds only, not at each key. */
  #announce(left, words) {
    const threshold = [-1, 20, 100, 200].find((mark) => left <= mark) ?? Infinity;
    if (threshold < this.#announced) this.#events.announce(words);
    this.#announced = threshold;
  }

  #grow() {
    this.#input.rows = 1;
    while (this.#input.scrollHeight > this.#input.clientHeight + 2 && this.#input.rows < 5) this.#input.rows += 1;
  }
}
