// @ts-check
// What the code of an exam card says: it leads here with name and number behind the `#`, which no browser sends to a server.

/** What the part behind the `#` begins with. */
const MARK = "#kartu&";
/** Most characters of a name or a number, as their fields take them. */
const MOST = 200;

/** @typedef {{ name: string, number: string, eventId?: number }} Card */

/** Reads a card; nothing where there is none, or one without a number. @param {string} hash @returns {Card | undefined} */
export function readCard(hash) {
  if (!hash.startsWith(MARK)) return undefined;
  const said = new URLSearchParams(hash.slice(MARK.length));
  const get = (/** @type {string} */ name) => (said.get(name) ?? "").trim().slice(0, MOST);
  const number = get("nomor");
  if (number === "") return undefined;
  const eventId = Number(said.get("acara"));
  return { name: get("nama"), number, ...(Number.isSafeInteger(eventId) && eventId > 0 ? { eventId } : {}) };
}

/**
 * Takes a card out of the address, so that neither the browser's history nor whoever looks at the screen keeps it.
 * @param {{ location: { hash: string, pathname: string, search: string }, history: { state: unknown, replaceState: (state: unknown, unused: string, url: string) => void } }} browser
 * @returns {Card | undefined}
 */
export function takeCard({ location, history }) {
  if (!location.hash.startsWith(MARK)) return undefined;
  const card = readCard(location.hash);
  history.replaceState(history.state, "", location.pathname + location.search);
  return card;
}
