// @ts-check
// Keeps what supervisors see fresh: every two seconds the part of the page that changes is fetched and laid over the old one,
// element by element, so that focus, ticks and the place on the page stay. Without this file the page is a page like any other.

/** Milliseconds between an answer and the next question, and the longest pause while nobody answers. */
const PAUSE = 2_000;
const LONGEST = 15_000;
/** For so long after the pointer moved over the rows nothing moves below it. */
const STILL = 4_000;

const note = /** @type {HTMLElement | null} */ (document.querySelector(".watch-fresh"));
const told = /** @type {HTMLElement | null} */ (note?.querySelector("[role=status]") ?? null);
const again = /** @type {HTMLAnchorElement | null} */ (note?.querySelector("[data-again]") ?? null);
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("pilih"));

const part = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-part]"));
const boxes = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=siapa]")]);

/** When the pointer moved over the rows last. */
let moved = -Infinity;
/** Whether rows would stand elsewhere if nobody were choosing. */
let isOrderHeld = false;

/** Says whether what is shown is fresh; says it once. @param {string} words @param {boolean} isLost */
function say(words, isLost) {
  note?.classList.toggle("lost", isLost);
  if (told && told.textContent !== words) told.textContent = words;
}

/** What a browser's user changed stays as it is. @param {Element} old @param {Element} fresh */
function layAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
}

/** Makes a node like another one of its kind. @param {Node} old @param {Node} fresh */
function lay(old, fresh) {
  if (!(old instanceof Element && fresh instanceof Element)) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  layAttributes(old, fresh);
  if (old.hasAttribute("data-keyed") && fresh.hasAttribute("data-keyed")) {
    layRows(old, fresh);
    return;
  }
  const [now, next] = [[...old.childNodes], [...fresh.childNodes]];
  next.forEach((child, at) => {
    const own = now[at];
    if (!own) old.append(child);
    else if (own.nodeName === child.nodeName) lay(own, child);
    else own.replaceWith(child);
  });
  for (const child of now.slice(next.length)) child.remove();
}

/** Whether somebody is at the rows, so that none may move. @param {Element} rows */
function isHeld(rows) {
  const isTicked = boxes().some((box) => box.checked);
  return isTicked || rows.contains(document.activeElement) || performance.now() - moved < STILL;
}

/** @param {Element} row */
const keyOf = (row) => row.getAttribute("data-id") ?? "";

/**
 * Rows keep their elements, found by their ids. While somebody chooses, they keep their places too: what came stands at the
 * end, and what is gone stays, pale.
 * @param {Element} old @param {Element} fresh
 */
function layRows(old, fresh) {
  const [held, own] = [isHeld(old), new Map([...old.children].map((row) => [keyOf(row), row]))];
  const wanted = [...fresh.children].map((row) => {
    const known = own.get(keyOf(row));
    own.delete(keyOf(row));
    if (!known) return row;
    lay(known, row);
    known.classList.remove("gone");
    return known;
  });
  let isOrderOld = own.size > 0;
  if (held) {
    for (const row of own.values()) row.classList.add("gone");
    const inPlace = [...old.children].filter((row) => !row.classList.contains("gone"));
    isOrderOld ||= inPlace.some((row, at) => row !== wanted[at]);
    for (const row of wanted) if (!row.isConnected) old.append(row);
  } else {
    for (const row of own.values()) row.remove();
    wanted.forEach((row, at) => old.children[at] === row || old.insertBefore(row, old.children[at] ?? null));
  }
  isOrderHeld = held && isOrderOld;
}

/** How many are ticked, and whether all are. */
function count() {
  const all = /** @type {HTMLInputElement | null} */ (form?.querySelector("[data-all]") ?? null);
  const said = form?.querySelector("output");
  const ticked = boxes().filter((box) => box.checked).length;
  if (said) {
    said.hidden = ticked === 0;
    said.textContent = `${ticked} ${said.dataset.picked ?? ""}`;
  }
  if (!all) return;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

/** The part of the page, as it is now. @param {AbortSignal} signal @returns {Promise<HTMLElement | undefined>} */
async function fetchPart(signal) {
  const answer = await fetch(location.href, { headers: { "x-part": "board" }, signal, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Whoever is logged in no more is led to the page on which one logs in.
  const part = /** @type {HTMLElement | null} */ (page.querySelector("[data-part]"));
  return answer.redirected ? undefined : (part ?? undefined);
}

/** Whoever has to log in is told so, once and for all. */
function end() {
  say(note?.dataset.over ?? "", true);
  if (again) again.textContent = note?.dataset.login ?? "";
}

let failures = 0;
let timer = 0;
/** @type {AbortController | undefined} */
let asking;

async function look() {
  clearTimeout(timer);
  asking?.abort();
  const own = (asking = new AbortController());
  const late = setTimeout(() => own.abort(), LONGEST);
  try {
    const fresh = await fetchPart(own.signal);
    const old = part();
    if (!fresh || !old) return end();
    failures = 0;
    isOrderHeld = false;
    lay(old, fresh);
    say(isOrderHeld ? (note?.dataset.held ?? "") : "", false);
    count();
  } catch {
    // Another look has begun.
    if (asking !== own) return;
    failures += 1;
    say(note?.dataset.lost ?? "", true);
  } finally {
    clearTimeout(late);
  }
  if (asking === own && !document.hidden) timer = setTimeout(look, Math.min(PAUSE * 2 ** Math.min(failures, 4), LONGEST));
}

if (part() && note) {
  timer = setTimeout(look, PAUSE);
  // Nobody sees a page in the background; what happened meanwhile is there when somebody looks again.
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : void look()));
  addEventListener("pagehide", () => clearTimeout(timer));
  addEventListener("pageshow", (event) => event.persisted && void look());
  addEventListener("online", () => void look());
  again?.addEventListener("click", (event) => {
    if (again.textContent === note.dataset.login) return;
    event.preventDefault();
    void look();
  });
}

document.addEventListener("pointermove", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-keyed]")) moved = performance.now();
});

if (form) {
  const all = /** @type {HTMLInputElement} */ (form.querySelector("[data-all]"));
  all.hidden = all.disabled = false;
  form.querySelector("[data-all-text]")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "siapa") count();
  });
  addEventListener("pageshow", count);
}

// The last seconds of a recording, as they are now: its last picture is shown, and what led to it can be played.

/** @param {HTMLVideoElement} video */
function showLast(video) {
  const box = /** @type {HTMLElement} */ (video.closest(".watch-recording"));
  const [fault, button] = [box.querySelector("[data-fault]"), box.querySelector("[data-look]")];
  const address = video.dataset.latest ?? "";
  let shown = "";

  async function refresh() {
    button?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const file = URL.createObjectURL(await answer.blob());
      if (shown) URL.revokeObjectURL(shown);
      shown = file;
      video.src = file;
      if (fault) fault.textContent = "";
    } catch {
      if (fault) fault.textContent = /** @type {HTMLElement} */ (fault).dataset.fault ?? "";
    }
    button?.removeAttribute("aria-busy");
  }

  video.preload = "auto";
  video.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(video.duration)) video.currentTime = Math.max(0, video.duration - 0.05);
  });
  button?.removeAttribute("hidden");
  button?.addEventListener("click", () => void refresh());
  void refresh();
}

for (const video of document.querySelectorAll("video")) if (video.dataset.latest) showLast(video);

/** A flag leads to its moment in the recording that is on the page. */
document.addEventListener("click", (event) => {
  const jump = event.target instanceof Element ? event.target.closest("a[data-video]") : null;
  if (!(jump instanceof HTMLAnchorElement)) return;
  const video = /** @type {HTMLVideoElement | null} */ (document.querySelector(`video[data-recording="${jump.dataset.video}"]`));
  if (!video) return;
  event.preventDefault();
  video.currentTime = Number(jump.dataset.second);
  video.scrollIntoView({ block: "center" });
  video.focus();
  void video.play().catch(() => {});
});
