// Every request ends in one of four outcomes:
//   {kind: "ok", data}          the answer
//   {kind: "retry", after}      network, 5xx, 408, 429 or an unreadable answer; after: ms the server asked for
//   {kind: "lost"}              the visit or its token is not known (401, 404, 410)
//   {kind: "refused", message}  any other refusal, with the server's sentence

const LOST_STATUSES = [401, 404, 410];
const FETCH_OPTIONS = { mode: "cors", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };

function createVisit() {
  return request("/api/visits", { method: "POST" }, (data) => Boolean(data.visit && data.token));
}

function postMessage({ visit, token }, { text, key }) {
  return request(`/api/visits/${encodeURIComponent(visit)}/messages`, {
    method: "POST",
    headers: { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ text, key }),
    keepalive: text.length <= LIMITS.text, // the message still leaves when the visitor leaves the page; browsers cap the size
  }, (data) => Array.isArray(data.replies)); // message is null while the database is away
}

async function request(path, options, isAnswer) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), LIMITS.post);
  try {
    const response = await fetch(BASE + path, { ...FETCH_OPTIONS, ...options, signal: deadline.signal });
    return await outcomeOf(response, isAnswer);
  } catch (failure) { // no network, deadline passed, or a body that is not JSON (a captive portal)
    return { kind: "retry", after: 0 };
  } finally {
    clearTimeout(timer);
  }
}

async function outcomeOf(response, isAnswer) {
  if (response.ok) {
    const data = await response.json();
    return isAnswer(data) ? { kind: "ok", data } : { kind: "retry", after: 0 };
  }
  if (LOST_STATUSES.includes(response.status)) return { kind: "lost" };
  if (response.status >= 500 || [408, 429].includes(response.status)) {
    return { kind: "retry", after: retryAfter(response.headers.get("Retry-After")) };
  }
  const { error } = await response.json(); // a refusal that is not ours (a firewall's page) counts as unreadable
  return error?.message ? { kind: "refused", message: error.message } : { kind: "retry", after: 0 };
}

/** A Retry-After header (seconds or a date) in ms; 0 without one. */
function retryAfter(header) {
  if (!header) return 0;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Math.max(0, wait || 0);
}

/** An idempotency key; randomUUID exists on https pages only. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Growing, jittered delays between attempts, in ms. */
class Backoff {
  #attempts = 0;

  next(atLeast = 0) {
    const delay = Math.min(LIMITS.longestDelay, LIMITS.firstDelay * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.max(atLeast, delay * (0.5 + Math.random() / 2));
  }

  reset() {
    this.#attempts = 0;
  }
}

/** A wait that ends early when the network returns or somebody calls wake(). */
class Pause {
  #end = null;

  wait(ms) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener("online", end);
        this.#end = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      addEventListener("online", end);
      this.#end = end;
    });
  }

  wake() {
    this.#end?.();
  }
}
