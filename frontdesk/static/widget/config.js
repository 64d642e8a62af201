// <script src="(front desk)/widget.js" defer></script> on any page; the API is the script's own origin.
// Optional attributes: data-language="es" (default: the page's), data-colour="#1b5e63", data-open="true".
// Any link or button of the page with data-frontdesk-open opens the chat.

// Facts that the server writes into the file when it serves it; see frontdesk/visitor/widget.py.
const OFFLINE_LINES = /*OFFLINE_LINES*/[]/*END*/;
const CLINIC = /*CLINIC*/{"name": "the clinic", "phone": null}/*END_CLINIC*/;
const STYLES = /*STYLES*/""/*END_STYLES*/;

const SCRIPT = document.currentScript;
const BASE = new URL(SCRIPT.src).origin;

const LIMITS = {
  text: 2000, // characters the API accepts in one message
  sendable: 20_000, // characters beyond which a request would be too large for the server to read at all
  counterFrom: 1800, // characters typed before the counter appears
  post: 8000, // ms; the front desk gives the assistant 4 s, so later than this means it will not answer
  silence: 45_000, // ms without a byte before an event stream counts as dead
  firstDelay: 1000, // ms before the first retry
  longestDelay: 30_000, // ms between retries
  keep: 7 * 24 * 3600 * 1000, // ms a device remembers an unused conversation: it may be a shared one
};

const EMERGENCY_NUMBERS = ["911", "999", "112", "000"];
