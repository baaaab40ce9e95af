// @ts-check
// Counts beside the page: browsers slow down the timers of a page that nobody sees, and not those of its workers.

const worker = /** @type {any} */ (globalThis);
setInterval(() => worker.postMessage(null), 500);
