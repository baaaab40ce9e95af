// @ts-check
// Hears what happens, and tells the other scripts by events. A server is asked over few connections at once, so of all pages of
// a browser one listens and says it on to the others. Without it, pages are looked at anew every few seconds.

const ADDRESS = "/pesan/arus";
const NAMES = ["message-created", "message-updated", "message-delivered", "message-read", "message-deleted", "thread-updated", "typing", "reset"];
/** Milliseconds after which a stream that was refused is asked for again, and one that other browsers took the place of. */
const AGAIN = 20_000;
const TAKEN = 120_000;

/** @typedef {{ open?: boolean, name?: string, data?: any, ask?: boolean }} Said */

const channel = "BroadcastChannel" in window ? new BroadcastChannel("balai:arus") : null;
let holds = false;
let isOpen = false;

/** Tells this page's scripts. @param {Said} said */
function tellHere(said) {
  if (said.open !== undefined) document.dispatchEvent(new CustomEvent("listening", { detail: said.open }));
  if (said.name) document.dispatchEvent(new CustomEvent("happened", { detail: said }));
}

/** @param {Said} said */
function tell(said) {
  if (said.open !== undefined) isOpen = said.open;
  tellHere(said);
  channel?.postMessage(said);
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function listen() {
  holds = true;
  const source = new EventSource(ADDRESS);
  /** @param {number} pause */
  const comeBack = (pause) => {
    source.close();
    tell({ open: false });
    setTimeout(listen, pause);
  };
  source.addEventListener("open", () => tell({ open: true }));
  // What broke off comes back by itself; what was refused does not.
  source.addEventListener("error", () => (source.readyState === EventSource.CLOSED ? comeBack(AGAIN) : tell({ open: false })));
  for (const name of NAMES) source.addEventListener(name, (event) => tell({ name, data: read(event.data) }));
  source.addEventListener("end", (event) => {
    const { reason } = read(event.data);
    if (reason === "too-many-streams") comeBack(TAKEN);
    else if (reason === "session-ended") comeBack(AGAIN);
  });
}

channel?.addEventListener("message", (event) => {
  const said = /** @type {Said} */ (event.data);
  if (said.ask) return void (holds && channel.postMessage({ open: isOpen }));
  if (!holds) tellHere(said);
});

// A page that is left gives its place to another one.
if (channel && navigator.locks) {
  channel.postMessage({ ask: true });
  void navigator.locks.request("balai:arus", () => new Promise(() => listen()));
} else {
  listen();
}
