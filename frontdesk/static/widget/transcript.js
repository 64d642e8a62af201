/** Messages in the order of their numbers, each once, whether the answer to a POST or the stream brings it first. */
class Transcript {
  #entries = []; // {message, node, key, order}; order: Infinity while a message has not arrived
  #view;

  /** view: {draw(message, {pending}) -> node, place(node, before), discard(node), arrived(node, message), offer(node, live)}. */
  constructor(view) {
    this.#view = view;
  }

  /** Shows the visitor's own message before it has arrived. */
  addPending(message, key) {
    const entry = { message, key, order: Infinity };
    entry.node = this.#view.draw(message, { pending: true });
    this.#entries.push(entry);
    this.#view.place(entry.node, null);
    this.#refreshButtons();
    return entry.node;
  }

  /** Shows a message unless it is known; returns its node, or null if nothing new is shown. */
  receive(message) {
    const known = this.#find(message);
    if (known) {
      if (!Number.isInteger(known.message.seq)) this.#number(known, message);
      return null;
    }
    const entry = { message, key: message.id, order: this.#orderOf(message) };
    entry.node = this.#view.draw({ ...message, text: this.#shownText(message) }, {});
    this.#insert(entry);
    return entry.node;
  }

  /** The visitor's message with this key has arrived; `message` is null while the front desk cannot number it. */
  settle(key, message) {
    const entry = this.#entries.find((each) => each.key === key);
    const double = message && this.#entries.find((each) => each !== entry && each.message.seq === message.seq);
    if (double) this.#remove(double);
    if (entry) this.#number(entry, message ?? { seq: null });
    else if (message) this.receive(message);
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  nodeOf(key) {
    return this.#entries.find((entry) => entry.key === key)?.node ?? null;
  }

  /** Takes a message that will not be sent out of the list; its node stays where it is. */
  release(key) {
    this.#entries = this.#entries.filter((entry) => entry.key !== key);
  }

  /** The node of the visitor's latest message, or null. */
  lastOwn() {
    return this.#entries.findLast((entry) => entry.message.role === "visitor")?.node ?? null;
  }

  /** By its number, or by its id, which it has before it has a number (for the visitor's own: the key). */
  #find({ seq, id }) {
    return this.#entries.find((entry) => (Number.isInteger(seq) && entry.message.seq === seq) || (id && entry.key === id));
  }

  #number(entry, message) {
    entry.message = { ...entry.message, seq: message.seq, at: message.at ?? entry.message.at };
    entry.order = this.#orderOf(message);
    const at = this.#entries.indexOf(entry);
    const next = this.#entries[at + 1];
    const inPlace = (this.#entries[at - 1]?.order ?? -1) <= entry.order && (next?.order ?? Infinity) >= entry.order;
    if (!inPlace) {
      this.#entries.splice(at, 1);
      this.#insert(entry);
    }
    this.#view.arrived(entry.node, entry.message);
  }

  #insert(entry) {
    const at = this.#entries.findLastIndex((other) => other.order <= entry.order) + 1;
    this.#view.place(entry.node, this.#entries[at]?.node ?? null);
    this.#entries.splice(at, 0, entry);
    this.#refreshButtons();
  }

  #remove(entry) {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#view.discard(entry.node);
  }

  #orderOf({ seq }) {
    if (Number.isInteger(seq)) return seq;
    return Math.max(-1, ...this.#entries.map((entry) => entry.order).filter(Number.isFinite));
  }

  /** A quick reply comes back from the log as its payload; the visitor chose it by its title. */
  #shownText({ role, text, seq }) {
    if (role !== "visitor") return text;
    const asked = this.#entries.findLast((entry) => entry.message.role !== "visitor" && entry.order < seq);
    return asked?.message.buttons?.find((button) => button.payload === text)?.title ?? text;
  }

  /** Only what was offered after the visitor's latest message can still be chosen. */
  #refreshButtons() {
    const own = this.#entries.findLastIndex((entry) => entry.message.role === "visitor");
    this.#entries.forEach((entry, at) => this.#view.offer(entry.node, at > own));
  }
}
