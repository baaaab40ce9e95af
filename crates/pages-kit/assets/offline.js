// @ts-check
// Shows a page of this place where the network does not reach it, and nothing else: no page that somebody saw and no answer
// of the API is ever kept, so that a shared telephone remembers nobody.

/** Names the files that are kept; another version of any has another address, and so another name. */
const CACHE = "balai-offline-{{ version }}";
/** The page, and the files that it loads. */
const PAGE = "/luring";
const FILES = ["{{ style }}", "{{ script }}", "{{ suggest }}", "{{ ornament }}", "/favicon.svg"];

/**
 * A worker's own calls, which are not among those of a page.
 * @typedef {{ waitUntil: (work: Promise<unknown>) => void }} Lasting
 * @typedef {Lasting & { request: Request, respondWith: (answer: Promise<Response>) => void }} Fetching
 */
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {Lasting} */ event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    // Without cookies, so that it is nobody's page.
    await cache.put(PAGE, await fetch(PAGE, { credentials: "omit" }));
    await cache.addAll(FILES);
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener("activate", (/** @type {Lasting} */ event) => {
  const forget = async () => {
    const names = await caches.keys();
    const isOld = (/** @type {string} */ name) => name.startsWith("balai-offline-") && name !== CACHE;
    await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
  };
  event.waitUntil(forget());
});

worker.addEventListener("fetch", (/** @type {Fetching} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") {
    const kept = async () => (await caches.match(PAGE)) ?? Response.error();
    event.respondWith(fetch(request).catch(kept));
  } else if (FILES.includes(path)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(path)) ?? Response.error()));
  }
});
