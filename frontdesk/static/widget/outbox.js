/** Messages on their way, sent one after the other and again until they arrive, each under its own key. */
class Outbox {
  #items;
  #post;
  #events;
  #backoff = new Backoff();
  #pause = new Pause();
  #heldUntil = 0; // the server asked us to wait (Retry-After)
  #running = false;
  #stopped = false;

  /** post(item) -> outcome; events: {changed, delivered, delayed, refused, lost}. */
  constructor(post, events, items = []) {
    this.#post = post;
    this.#events = events;
    this.#items = [...items];
  }

  /** Items that have not arrived: {key, text, title, at}. */
  get pending() {
    return [...this.#items];
  }

  add(item) {
    this.#items.push(item);
    this.#events.changed(this.pending);
    this.hurry();
    this.run();
  }

  /** Tries at once, unless the server asked us to wait. */
  hurry() {
    if (Date.now() >= this.#heldUntil) this.#pause.wake();
  }

  stop() {
    this.#stopped = true;
    this.#pause.wake();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#items.length > 0 && !this.#stopped) {
        const outcome = await this.#post(this.#items[0]);
        if (!this.#stopped) await this.#settle(this.#items[0], outcome);
      }
    } finally {
      this.#running = false;
    }
  }

  async #settle(item, outcome) {
    if (outcome.kind === "retry") {
      this.#heldUntil = Date.now() + outcome.after;
      this.#events.delayed(item);
      await this.#pause.wait(this.#backoff.next(outcome.after));
    } else if (outcome.kind === "lost") {
      this.#stopped = true;
      this.#events.lost();
    } else {
      this.#backoff.reset();
      this.#items.shift();
      this.#events.changed(this.pending);
      if (outcome.kind === "ok") this.#events.delivered(item, outcome.data);
      else this.#events.refused(item, outcome.message);
    }
  }
}
