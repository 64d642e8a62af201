/** One visit at a time: what is sent, what comes back, and what the device remembers. */
class Conversation {
  #ui;
  #transcript;
  #outbox;
  #visit = null; // {visit, token}
  #proven = false; // the front desk has stored something of this visit
  #answered = false; // ... and answered on this page
  #creating = null;
  #beginning = false;
  #pause = new Pause();
  #stream = null;
  #loading = false; // a stored history is coming in
  #heard = false; // the stream has reached the present
  #ownKeys = new Set(); // messages this tab answers for; other tabs keep theirs in the same record

  /** ui: {log, bubbles, panel, composer, presence, lifeline, notice}. */
  constructor(ui) {
    this.#ui = ui;
    this.#transcript = new Transcript(ui.log);
    this.#outbox = this.#newOutbox([]);
  }

  get hasUnsent() {
    return this.#outbox.pending.length > 0;
  }

  /** Called whenever the panel opens: goes on, resumes what the device remembers, or asks for a new visit. */
  begin() {
    if (this.#visit) return this.#watch();
    const stored = readStored();
    if (stored && !this.hasUnsent) this.#resume(stored);
    if (!this.#visit) this.#createUntilDone();
  }

  /** The panel was closed: the stream stays only while a person may still write. */
  rest() {
    if (!this.#ui.presence.expectsPeople && !this.hasUnsent) this.#unwatch();
  }

  send(text, title = text) {
    const stored = readStored();
    if (stored?.visit && !this.#proven && !this.hasUnsent && stored.visit.visit !== this.#visit?.visit) this.#adopt(stored);
    if (!stored) writeStored({ visit: this.#visit, proven: false, outbox: [], draft: "" });
    const item = { key: newKey(), text, title, at: new Date().toISOString() };
    this.#show(item);
    this.#outbox.add(item);
    rememberOpen(true);
  }

  /** A refused message goes back into the input. */
  edit({ key, text }) {
    const node = this.#transcript.nodeOf(key);
    this.#transcript.release(key);
    this.#ui.log.discard(node);
    this.#ui.composer.text = [text, this.#ui.composer.text].filter(Boolean).join("\n");
    this.#ui.composer.focus();
  }

  retry() {
    this.#outbox.hurry();
    this.#pause.wake();
    this.#stream?.hurry();
  }

  drafted(text) {
    updateStored(this.#visit, { draft: text });
  }

  /** A new visit on an empty log. What has not arrived yet goes along. */
  restart() {
    const unsent = this.#outbox.pending;
    this.#leave(unsent);
    this.#ui.log.clear();
    if (readStored()) writeStored({ visit: null, proven: false, outbox: unsent, draft: this.#ui.composer.text });
    this.#goOn(unsent);
    this.#ui.composer.focus();
  }

  /** Leaves nothing of the conversation on this device or on the screen. */
  forget() {
    this.#leave([], { keepLines: false });
    this.#ui.log.clear();
    this.#ui.composer.text = "";
    forgetStored();
    if (this.#ui.panel.isOpen) this.#ui.panel.close();
  }

  // --- the visit ---

  async #createUntilDone() {
    if (this.#beginning) return;
    this.#beginning = true;
    const backoff = new Backoff();
    for (let outcome = await this.#ensureVisit(); outcome.kind !== "ok"; outcome = await this.#ensureVisit()) {
      this.#notify("unreachableHeading");
      await this.#pause.wait(backoff.next(outcome.after));
    }
    this.#beginning = false;
  }

  /** Asks for a visit unless there is one; at most one request at a time. */
  #ensureVisit() {
    if (this.#visit) return { kind: "ok" };
    this.#creating ??= this.#create().finally(() => { this.#creating = null; });
    return this.#creating;
  }

  async #create() {
    const outcome = await createVisit();
    if (outcome.kind !== "ok") return { kind: "retry", after: outcome.after ?? 0 };
    const { visit, token, messages } = outcome.data;
    this.#visit = { visit, token };
    updateStored(this.#visit, { proven: false });
    for (const message of messages ?? []) this.#receive(message);
    if (!this.hasUnsent) this.#ui.notice.resolve("backHeading");
    return outcome;
  }

  #resume({ visit, proven, outbox, draft }) {
    this.#visit = visit;
    this.#proven = proven;
    this.#outbox = this.#newOutbox(outbox);
    for (const item of outbox) this.#show(item);
    if (draft && !this.#ui.composer.text) this.#ui.composer.text = draft;
    this.#load();
    this.#outbox.run();
  }

  /** Another tab has stored a conversation meanwhile: this message belongs to it. */
  #adopt({ visit, proven }) {
    this.#visit = visit;
    this.#proven = proven;
    this.#load();
  }

  #load() {
    if (!this.#proven) return;
    this.#loading = true;
    this.#heard = false;
    this.#ui.panel.status(say("loading"));
    this.#ui.log.quietly(() => this.#loaded());
    this.#watch();
  }

  #loaded() {
    this.#loading = this.#stream !== null && !this.#heard;
    if (this.#loading) this.#ui.log.quietly(() => this.#loaded());
    else if (this.#transcript.isEmpty) this.#ui.log.note(say("empty")); // deleted at the clinic, or not written there yet
  }

  /** The front desk does not know the visit any more: a new one, with everything that was not sent. */
  #replaceVisit() {
    const unsent = this.#outbox.pending;
    for (const { key } of unsent) this.#ui.log.discard(this.#transcript.nodeOf(key));
    this.#leave(unsent);
    this.#ui.log.retire();
    this.#ui.log.note(say("replaced"));
    writeStored({ visit: null, proven: false, outbox: unsent, draft: this.#ui.composer.text });
    this.#goOn(unsent);
  }

  #leave(unsent, { keepLines = true } = {}) {
    this.#outbox.stop();
    this.#unwatch();
    this.#transcript = new Transcript(this.#ui.log);
    this.#outbox = this.#newOutbox(unsent);
    this.#visit = null;
    this.#proven = this.#answered = this.#loading = false;
    this.#ui.notice.drop();
    this.#ui.presence.reset({ keepLines });
  }

  #goOn(unsent) {
    for (const item of unsent) this.#show(item);
    this.#createUntilDone();
    this.#outbox.run();
  }

  // --- sending ---

  #newOutbox(items) {
    for (const { key } of items) this.#ownKeys.add(key);
    return new Outbox((item) => this.#post(item), {
      changed: (pending) => this.#keep(pending),
      delivered: (item, answer) => this.#delivered(item, answer),
      delayed: (item) => this.#delayed(item),
      refused: (item, message) => this.#refused(item, message),
      lost: () => this.#replaceVisit(),
    }, items);
  }

  #show(item) {
    this.#ownKeys.add(item.key);
    this.#ui.log.reveal(this.#transcript.addPending({ role: "visitor", text: item.title, at: item.at, seq: null }, item.key), true);
    this.#ui.presence.asking(true);
  }

  async #post(item) {
    const ready = await this.#ensureVisit();
    if (ready.kind !== "ok") return ready;
    const visit = this.#visit;
    const outcome = await postMessage(visit, item);
    if (outcome.kind !== "lost" || this.#proven) return outcome;
    if (this.#visit === visit) this.#visit = null; // never used and expired meanwhile: the next attempt asks for another
    return { kind: "retry", after: 0 };
  }

  #keep(pending) {
    const others = (readStored()?.outbox ?? []).filter(({ key }) => !this.#ownKeys.has(key));
    updateStored(this.#visit, { outbox: [...others, ...pending] });
  }

  #delivered(item, { message, replies, state, safety, progress }) {
    this.#proven = this.#answered = true;
    updateStored(this.#visit, { proven: true });
    this.#ui.presence.asking(this.hasUnsent);
    this.#transcript.settle(item.key, message);
    for (const reply of replies) this.#receive(reply);
    this.#ui.presence.update({ state, safety });
    this.#ui.panel.progress(progress);
    if (!this.hasUnsent) this.#ui.notice.resolve("deliveredHeading");
    this.#watch();
  }

  #delayed({ key }) {
    this.#ui.presence.asking(false);
    this.#ui.bubbles.delayed(this.#transcript.nodeOf(key));
    this.#notify("unsentHeading");
  }

  #refused(item, message) {
    this.#ui.presence.asking(this.hasUnsent);
    this.#ui.bubbles.refused(this.#transcript.nodeOf(item.key), message, () => this.edit(item));
  }

  /** Nothing gets through: the lines that the widget carries, at once. */
  #notify(headingKey) {
    const node = this.#ui.notice.show(headingKey);
    if (node) this.#ui.log.reveal(node, true);
  }

  // --- receiving ---

  #watch() {
    if (this.#stream || !this.#visit || !this.#proven) return;
    this.#stream = new EventStream(this.#visit, {
      received: (type, data) => this.#streamed(type, data),
      connected: (connected) => this.#connected(connected),
      lost: () => this.#answered || this.#replaceVisit(), // POST still works: the stream alone is no reason to start anew
    });
    this.#stream.start();
  }

  #unwatch() {
    this.#stream?.stop();
    this.#stream = null;
  }

  #connected(connected) {
    this.#ui.presence.connected(connected);
    if (this.#loading && !connected) this.#notify("unreachableHeading");
    if (connected && !this.hasUnsent) this.#ui.notice.resolve("backHeading");
  }

  #streamed(type, data) {
    if (type === "message") this.#receive(data);
    if (type !== "status") return;
    this.#heard = true;
    this.#ui.presence.heard(data);
  }

  #receive(message) {
    const node = this.#transcript.receive(message);
    if (!node) return;
    const crisis = message.card?.kind === "crisis";
    if (crisis) this.#ui.lifeline.prefer(message.card.lines);
    if (this.#loading) return this.#ui.log.quietly(() => this.#loaded());
    this.#ui.log.reveal((message.role === "bot" && !crisis && this.#transcript.lastOwn()) || node, crisis);
    if (message.role !== "visitor") this.#ui.panel.unread();
  }
}
