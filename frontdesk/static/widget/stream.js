/** Complete events at the start of an event-stream text, and the rest that is not complete yet. */
function takeEvents(text) {
  const blocks = text.replaceAll("\r\n", "\n").split("\n\n");
  const rest = blocks.pop();
  return [blocks.map(readEvent).filter((event) => event.data !== ""), rest];
}

function readEvent(block) {
  const event = { id: null, type: "message", data: "" };
  const data = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^([a-z]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "id") event.id = value;
    else if (field === "event") event.type = value;
    else if (field === "data") data.push(value);
  }
  event.data = data.join("\n");
  return event;
}

/** The tail of a visit's log: reconnects for ever and resumes after the last number that the stream itself brought. */
class EventStream {
  #visit;
  #events;
  #lastId = "0";
  #backoff = new Backoff();
  #pause = new Pause();
  #stopped = false;
  #abort = null;

  /** visit: {visit, token}; events: {received(type, data), lost(), connected(bool)}. */
  constructor(visit, events) {
    this.#visit = visit;
    this.#events = events;
  }

  async start() {
    while (!this.#stopped) {
      const lost = await this.#readOnce();
      if (this.#stopped) return;
      this.#events.connected(false);
      if (lost) this.#events.lost();
      if (!this.#stopped) await this.#pause.wait(this.#backoff.next());
    }
  }

  hurry() {
    this.#pause.wake();
  }

  stop() {
    this.#stopped = true;
    this.#abort?.abort();
    this.#pause.wake();
  }

  /** One connection, until it ends; true if the visit is not known. */
  async #readOnce() {
    this.#abort = new AbortController();
    try {
      const response = await this.#alive(fetch(`${BASE}/api/visits/${encodeURIComponent(this.#visit.visit)}/events`, {
        ...FETCH_OPTIONS,
        headers: { "Authorization": `Bearer ${this.#visit.token}`, "Accept": "text/event-stream", "Last-Event-ID": this.#lastId },
        signal: this.#abort.signal,
      }));
      if (!response.ok) return LOST_STATUSES.includes(response.status);
      this.#events.connected(true);
      await this.#readBody(response.body.getReader());
    } catch (failure) {
      // Network failure, a dead connection or stop(): the loop decides what follows.
    } finally {
      this.#abort.abort();
    }
    return false;
  }

  async #readBody(reader) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await this.#alive(reader.read());
      if (done) return;
      const [events, rest] = takeEvents(text + decoder.decode(value, { stream: true }));
      text = rest;
      for (const event of events) this.#deliver(event);
    }
  }

  /** The promise, or a broken connection if nothing comes for too long. */
  async #alive(promise) {
    const timer = setTimeout(() => this.#abort.abort(), LIMITS.silence);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #deliver(event) {
    if (this.#stopped) return;
    this.#backoff.reset();
    if (event.id) this.#lastId = event.id;
    try {
      this.#events.received(event.type, JSON.parse(event.data));
    } catch (fault) {
      reportError(fault); // one bad event would be bad again after a reconnect; the rest must still arrive
    }
  }
}
