/** What is shown in the log while nothing gets through: the lines that the widget itself carries. */
class DeliveryNotice {
  #node = null;
  #log;
  #retry;

  constructor(log, retry) {
    this.#log = log;
    this.#retry = retry;
  }

  /** Shows the notice at the end of the log; returns it when it was not shown before, else null. */
  show(headingKey) {
    if (this.#node) return null;
    this.#node = el("section", { class: "notice", role: "alert" },
      el("p", { class: "notice-heading" }, say(headingKey)),
      el("p", { class: "notice-wait" }, say("keepsTrying")),
      el("p", {}, say("linesNow")),
      lineList([...OFFLINE_LINES, ...clinicLine()]),
      el("button", { type: "button", class: "plain notice-wait", click: this.#retry }, say("tryNow")));
    this.#log.append(this.#node);
    return this.#node;
  }

  /** The lines stay: somebody may be about to call one. The next failure gets a notice of its own. */
  resolve(headingKey) {
    if (!this.#node) return;
    this.#node.classList.add("resolved");
    this.#node.querySelector(".notice-heading").textContent = say(headingKey);
    for (const part of this.#node.querySelectorAll(".notice-wait")) part.remove();
    this.#node = null;
  }

  drop() {
    this.#node = null;
  }
}
