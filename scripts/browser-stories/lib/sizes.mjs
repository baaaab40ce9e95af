// What a page loads: its bytes on the way, by what they are, and how much it moves while it comes.

/** Kilobytes that a page may have without its pictures, and how much of a screen may move. */
export const MOST_BYTES = 60_000;
export const MOST_SHIFT = 0.05;

/** What is for the eye alone and may be left out. */
const PICTURES = new Set(["Image", "Media"]);

/**
 * Counts bytes as they come over the wire, nothing from a cache.
 * @param {import("playwright-core").CDPSession} session of the page
 */
export async function countBytes(session) {
  const counted = { page: 0, pictures: 0 };
  const kinds = new Map();
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    counted[PICTURES.has(kinds.get(requestId)) ? "pictures" : "page"] += encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.setBypassServiceWorker", { bypass: true });
  return {
    take: () => ({ ...counted }),
    reset: () => Object.assign(counted, { page: 0, pictures: 0 }),
  };
}

/** Lets pictures further down come, and goes back up. */
export async function scrollThrough(page) {
  await page.evaluate(async () => {
    for (let top = 0; top < document.documentElement.scrollHeight && top < 12_000; top += 700) {
      scrollTo({ top, behavior: "instant" });
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 10)));
    }
    scrollTo({ top: 0, behavior: "instant" });
  });
}

/** Milliseconds until the largest thing showed, and the sum of what moved by itself. */
export function readPaint(page) {
  return page.evaluate(async () => {
    const seen = (type) =>
      new Promise((resolve) => {
        const entries = [];
        const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
        observer.observe({ type, buffered: true });
        setTimeout(() => {
          observer.disconnect();
          resolve(entries);
        }, 50);
      });
    const [paints, shifts] = await Promise.all([seen("largest-contentful-paint"), seen("layout-shift")]);
    return {
      largest: paints.at(-1)?.startTime ?? 0,
      shift: shifts.filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0),
    };
  });
}
