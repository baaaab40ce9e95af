// @ts-check
// Keeps the page of an exam and its program, so that a reload without a network opens it; and pictures of its paper, until the
// program says that they go. Answers of the API are never kept here.

/** Names the files that are kept; another version of any has another address, and so another name. */
const CACHE = "balai-exam-{{ version }}";
const PICTURES = "balai-exam-pictures";
const PAGE = "/exam";
/** @type {string[]} */
const FILES = ["{{ files }}"];

/**
 * A worker's own calls, which are not among those of a page.
 * @typedef {{ waitUntil: (work: Promise<unknown>) => void }} Lasting
 * @typedef {Lasting & { request: Request, respondWith: (answer: Promise<Response>) => void }} Fetching
 */
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {Lasting} */ event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([PAGE, ...FILES]);
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener("activate", (/** @type {Lasting} */ event) => {
  const isOld = (/** @type {string} */ name) => name.startsWith("balai-exam-") && name !== CACHE && name !== PICTURES;
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(forget());
});

/** The page of this address, in the language that was last shown; else the one that is kept. @param {Request} request */
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && new URL(request.url).pathname === PAGE) await cache.put(PAGE, answer.clone());
    if (answer.status < 500) return answer;
  } catch {
    // There is no network.
  }
  return (await cache.match(PAGE)) ?? Response.error();
}

/** Kept first: a file's content is in its address. @param {Request} request @param {string} into */
async function kept(request, into) {
  const cache = await caches.open(into);
  const found = await cache.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await cache.put(request.url, answer.clone());
  return answer;
}

worker.addEventListener("fetch", (/** @type {Fetching} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(path)) event.respondWith(kept(request, CACHE));
  else if (path.startsWith("/api/v1/exam/images/")) event.respondWith(kept(request, PICTURES));
});
