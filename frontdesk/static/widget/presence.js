const TYPING_AFTER = 500; // ms; a faster answer needs no announcement
const CONNECTION_AFTER = 5000; // ms; a shorter gap is not worth a word

/** Who is at the other end, whether they write, and whether safety is on. */
class Presence {
  #panel;
  #lifeline;
  #state = "bot";
  #staff = null;
  #safety = false;
  #safetyHeard = false;
  #kept = false; // lines pinned by an earlier visit stay: starting anew is no sign of safety
  #staffTyping = false;
  #asking = false;
  #typingTimer = null;
  #connectionTimer = null;

  constructor(panel, lifeline) {
    this.#panel = panel;
    this.#lifeline = lifeline;
  }

  /** A person may write at any time. */
  get expectsPeople() {
    return this.#safety || this.#state === "waiting" || this.#state === "staff";
  }

  /** status: any of {state, safety, staff, typing}; what is missing stays. */
  update(status) {
    this.#state = status.state ?? this.#state;
    this.#safety = status.safety ?? this.#safety;
    this.#staff = status.staff === undefined ? this.#staff : status.staff;
    this.#staffTyping = status.typing ?? this.#staffTyping;
    this.#panel.status(this.#words());
    this.#lifeline.pin(this.#safety || this.#kept);
    this.#showTyping();
  }

  /** A status from the stream, which can be behind an answer: it takes safety back only after it has shown it. */
  heard(status) {
    const behind = this.#safety && !this.#safetyHeard && !status.safety;
    this.#safetyHeard ||= status.safety;
    this.update(behind ? { typing: status.typing } : status);
  }

  /** A message is on its way to the assistant. */
  asking(asking) {
    this.#asking = asking;
    this.#showTyping();
  }

  /** Shows a broken connection once it lasts and only where something could be missed. */
  connected(connected) {
    if (!connected) {
      this.#connectionTimer ??= setTimeout(() => this.#panel.connection(this.expectsPeople), CONNECTION_AFTER);
      return;
    }
    clearTimeout(this.#connectionTimer);
    this.#connectionTimer = null;
    this.#panel.connection(false);
  }

  reset({ keepLines }) {
    this.#kept = keepLines && (this.#kept || this.#safety);
    this.#asking = this.#safetyHeard = false;
    this.connected(true);
    this.update({ state: "bot", safety: false, staff: null, typing: false });
    this.#panel.progress(null);
  }

  #words() {
    if (this.#state === "staff") return this.#staff ? say("joined", this.#staff) : say("joinedUnnamed");
    return say({ waiting: "waiting", closed: "closed" }[this.#state] ?? "automated");
  }

  #showTyping() {
    clearTimeout(this.#typingTimer);
    const words = this.#writing();
    if (words) this.#typingTimer = setTimeout(() => this.#panel.typing(words), TYPING_AFTER);
    else this.#panel.typing(null);
  }

  #writing() {
    if (this.#staffTyping) return this.#staff ? say("staffWriting", this.#staff) : say("writing");
    return this.#asking && this.#state === "bot" ? say("writing") : null;
  }
}
