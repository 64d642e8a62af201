// Written only once the visitor has sent something; a page view leaves nothing on the device.
const STORAGE_KEY = `frontdesk ${BASE}`;
const OPEN_KEY = `frontdesk open ${BASE}`;

/** Runs a storage access; a browser that forbids storage must not stop the chat. */
function withStorage(access) {
  try {
    return access();
  } catch (forbidden) {
    return null;
  }
}

/** What this device remembers: {visit: {visit, token} | null, proven, outbox, draft, used}, or null. */
function readStored() {
  const stored = withStorage(() => JSON.parse(localStorage.getItem(STORAGE_KEY)));
  if (!Array.isArray(stored?.outbox)) return null;
  if (Date.now() - stored.used > LIMITS.keep && stored.outbox.length === 0) {
    forgetStored();
    return null;
  }
  return stored;
}

function writeStored(record) {
  withStorage(() => localStorage.setItem(STORAGE_KEY, JSON.stringify({ ...record, used: Date.now() })));
}

/** Changes what is remembered about this visit; another tab may have stored another one, which stays. */
function updateStored(visit, changes) {
  const stored = readStored();
  if (stored && (stored.visit === null || stored.visit.visit === visit?.visit)) writeStored({ ...stored, visit, ...changes });
}

function forgetStored() {
  withStorage(() => localStorage.removeItem(STORAGE_KEY));
  withStorage(() => sessionStorage.removeItem(OPEN_KEY));
}

/** Whether the panel was open on the page that the visitor comes from. */
function wasOpen() {
  return withStorage(() => sessionStorage.getItem(OPEN_KEY)) === "yes";
}

function rememberOpen(open) {
  if (readStored()) withStorage(() => sessionStorage.setItem(OPEN_KEY, open ? "yes" : "no"));
}
