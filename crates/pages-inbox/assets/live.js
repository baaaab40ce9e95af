// @ts-check
// Keeps what is shown fresh: the part of the page that changes is fetched and laid over the old one, message by message. A page
// that nobody looks at marks nothing as read: it only learns how much is unread. Without this file pages are loaded anew.

/** Milliseconds between an answer and the next question, on pages that are looked at and on others; and the longest pause, which is
 * also the usual one while what happens is heard. */
const PAUSE = 3_000;
const BACKGROUND = 30_000;
const LONGEST = 60_000;
/** How soon something that happened is looked at: what belongs together comes together. */
const SOON = 60;
const SOON_IN_BACKGROUND = 1_000;
/** How long an answer may take. */
const PATIENCE = 15_000;
/** Where all threads are, and how much is unread. */
const INBOX = "/pesan";

const part = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-part]"));
const isLookedAt = () => !document.hidden && Boolean(part()?.hasAttribute("data-live"));

/** @param {Element} line */
const idOf = (line) => line.getAttribute("data-message") ?? "";
/** @param {ParentNode} within */
const linesOf = (within) => [...within.querySelectorAll("[data-message]")];

/**
 * A message that was edited or taken back is laid as a whole; of others it changes whether they have arrived and were read.
 * @param {Element} line @param {Element} fresh
 */
function layLine(line, fresh) {
  const isAnother = line.querySelector(".talk-text")?.textContent !== fresh.querySelector(".talk-text")?.textContent;
  if (isAnother) return line.replaceWith(fresh);
  const [old, now] = [line, fresh].map((one) => one.querySelector(".talk-state"));
  if (old && now && old.textContent !== now.textContent) old.replaceWith(now);
}

/**
 * Older messages stay, new ones come at the end, deleted ones go, edited ones say what they say now. Ids of messages rise in their order.
 * @param {HTMLElement} old @param {HTMLElement} fresh
 */
function layLines(old, fresh) {
  const list = old.querySelector(".talk-lines");
  const lines = linesOf(fresh);
  if (!list) return;
  const known = new Map(linesOf(list).map((line) => [idOf(line), line]));
  // So much was sent meanwhile that what lies between is not here.
  if (!lines.some((line) => known.has(idOf(line)))) {
    list.replaceChildren();
    known.clear();
  }
  const first = lines[0] ? idOf(lines[0]) : "";
  for (const line of lines) {
    const own = known.get(idOf(line));
    if (own) layLine(own, line);
    else list.append(line);
    known.delete(idOf(line));
  }
  for (const [id, line] of known) if (id >= first) line.remove();
  if (lines.length > 0) old.querySelector(".talk-none")?.remove();
}

/** Whoever looks at the end of a conversation goes on looking at it. @param {() => void} change */
function atTheEnd(change) {
  const form = document.querySelector(".talk-write");
  const isSeen = form && form.getBoundingClientRect().top < innerHeight;
  const before = document.documentElement.scrollHeight;
  change();
  const grown = document.documentElement.scrollHeight - before;
  if (isSeen && grown > 0) scrollBy({ top: grown, behavior: "instant" });
}

/** A list is laid as a whole, and the link that had the focus has it again. @param {HTMLElement} old @param {HTMLElement} fresh */
function layList(old, fresh) {
  const link = old.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  old.replaceWith(fresh);
  if (link) /** @type {HTMLElement | null} */ (fresh.querySelector(`a[href="${CSS.escape(link)}"]`))?.focus();
}

/** How much is unread, in the bar. @param {HTMLElement} fresh */
function layCount(fresh) {
  const [place, count] = [document.querySelector("[data-waiting]"), Number(fresh.dataset.unread)];
  const number = place?.querySelector("b");
  if (!number || Number.isNaN(count)) return;
  place?.toggleAttribute("hidden", count === 0);
  const said = count > 99 ? "99+" : String(count);
  if (number.textContent !== said) number.textContent = said;
}

let shown = "";

/** Lays what came over what is there. @param {HTMLElement} fresh */
function lay(fresh) {
  const old = part();
  const text = fresh.outerHTML;
  document.title = fresh.dataset.title ?? document.title;
  layCount(fresh);
  if (!old || text === shown) return;
  shown = text;
  if (fresh.dataset.part === "thread") atTheEnd(() => layLines(old, fresh));
  else layList(old, fresh);
  document.dispatchEvent(new Event("fresh"));
}

/** Says in the title and the bar how much is unread elsewhere. @param {HTMLElement} fresh */
function count(fresh) {
  layCount(fresh);
  const unread = /^\(\d+\) /.exec(fresh.dataset.title ?? "")?.[0] ?? "";
  document.title = unread + document.title.replace(/^\(\d+\) /, "");
}

/** The part of a page, as it is now; nothing for whoever has to log in. @param {string} address @param {AbortSignal} signal */
async function fetchPart(address, signal) {
  const answer = await fetch(address, { headers: { "x-part": "live" }, cache: "no-store", signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.redirected ? null : /** @type {HTMLElement | null} */ (page.querySelector("[data-part]"));
}

/** Whoever has to log in is told so once, and asks no more. */
function end() {
  const words = /** @type {HTMLElement | null} */ (document.querySelector("[data-over]"))?.dataset.over;
  if (words) document.dispatchEvent(new CustomEvent("toast", { detail: words }));
}

let failures = 0;
let timer = 0;
let isListening = false;
let isSoon = false;
/** @type {AbortController | undefined} */
let asking;

async function look() {
  clearTimeout(timer);
  isSoon = false;
  asking?.abort();
  const own = (asking = new AbortController());
  const late = setTimeout(() => own.abort(), PATIENCE);
  const looked = isLookedAt();
  try {
    const fresh = await fetchPart(looked ? location.pathname : INBOX, own.signal);
    if (asking !== own) return;
    if (!fresh) return end();
    failures = 0;
    if (looked) lay(fresh);
    else count(fresh);
  } catch {
    // Another look has begun, or nobody answers.
    if (asking !== own) return;
    failures += 1;
  } finally {
    clearTimeout(late);
  }
  // What happened meanwhile is looked at at once.
  if (isSoon) return;
  const pause = isListening ? LONGEST : looked ? PAUSE : BACKGROUND;
  timer = setTimeout(look, Math.min(pause * 2 ** Math.min(failures, 4), LONGEST));
}

/** Something happened. */
function lookSoon() {
  if (isSoon) return;
  isSoon = true;
  clearTimeout(timer);
  timer = setTimeout(look, isLookedAt() ? SOON : SOON_IN_BACKGROUND);
}

if (part()) {
  timer = setTimeout(look, isLookedAt() ? PAUSE : BACKGROUND);
  document.addEventListener("happened", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.name !== "typing") lookSoon();
  });
  // What happened before it was heard is looked at, and from then on less often; what is not heard any more is looked for again.
  document.addEventListener("listening", (event) => {
    const is = /** @type {CustomEvent<boolean>} */ (event).detail;
    if (is !== isListening) lookSoon();
    isListening = is;
  });
  document.addEventListener("visibilitychange", () => void look());
  addEventListener("online", () => void look());
  addEventListener("pagehide", () => clearTimeout(timer));
  addEventListener("pageshow", (event) => event.persisted && void look());
  // What came as the answer to a message is as fresh as what is asked for.
  document.addEventListener("arrived", (event) => lay(/** @type {CustomEvent<HTMLElement>} */ (event).detail));
}
