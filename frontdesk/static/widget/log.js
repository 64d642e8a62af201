const NEAR = 48; // px from the end of the log that still count as "at the end"

/** The visible log: places messages, keeps the reading position, speaks new ones. */
class LogView {
  #bubbles;
  #following = true; // the visitor has not scrolled away
  #settling = null;
  #jump = el("button", { type: "button", class: "jump", hidden: true, click: () => this.toEnd() }, icon("down"), say("jump"));

  constructor(bubbles) {
    this.#bubbles = bubbles;
    this.node = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("log"), tabindex: "0" });
    this.area = el("div", { class: "log-area" }, this.node, this.#jump);
    this.node.addEventListener("wheel", () => this.#leaveOrFollow(), { passive: true });
    this.node.addEventListener("touchmove", () => this.#leaveOrFollow(), { passive: true });
    this.node.addEventListener("keyup", () => this.#leaveOrFollow());
    this.node.addEventListener("scroll", () => this.#atEnd() && this.#follow());
  }

  draw(message, options) {
    return this.#bubbles.draw(message, options);
  }

  place(node, before) {
    this.node.insertBefore(node, before);
    this.#bubbles.regroup(this.node);
  }

  discard(node) {
    node.remove();
    this.#bubbles.regroup(this.node);
  }

  arrived(node, message) {
    this.#bubbles.arrived(node, message);
  }

  offer(node, live) {
    this.#bubbles.offer(node, live);
  }

  /** A line of the widget's own, such as "this is a new conversation". */
  note(text) {
    this.node.append(el("p", { class: "note" }, text));
  }

  /** Brings what is new into view, but not past `anchor`, and not against a visitor who reads further up. */
  reveal(anchor, insist = false) {
    if (!this.#following && !insist) {
      this.#jump.hidden = false;
      return;
    }
    const scroller = this.#scroller();
    const top = anchor.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - 12;
    scroller.scrollTop = Math.min(top, scroller.scrollHeight);
    this.#follow();
    this.#jump.hidden = this.#atEnd(); // a long answer is read from its beginning; what follows must not be missed
  }

  /** A stored history is shown without being read out message by message. */
  quietly(done) {
    this.node.setAttribute("aria-busy", "true");
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.node.removeAttribute("aria-busy");
      this.toEnd();
      done();
    }, 400);
  }

  /** The messages so far belong to an earlier visit: they stay readable, nothing in them can be chosen. */
  retire() {
    for (const node of this.node.children) this.#bubbles.offer(node, false);
  }

  clear() {
    this.node.replaceChildren();
    this.#follow();
  }

  /** Shows the latest message. */
  toEnd() {
    const scroller = this.#scroller();
    scroller.scrollTop = scroller.scrollHeight;
    this.#follow();
  }

  #follow() {
    this.#following = true;
    this.#jump.hidden = true;
  }

  #leaveOrFollow() {
    if (this.#atEnd()) this.#follow();
    else this.#following = false;
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller();
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** On very low screens the whole panel scrolls instead of the log. */
  #scroller() {
    const panel = this.node.closest(".panel");
    return getComputedStyle(panel).overflowY === "auto" ? panel : this.node;
  }
}
