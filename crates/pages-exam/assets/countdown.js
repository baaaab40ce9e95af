// @ts-check
// How much time is left, how it is written, and when it is said aloud.

/** Warnings, in milliseconds before the end. */
export const WARNINGS = [60_000, 5 * 60_000];

/** Milliseconds until a moment; never below zero. @param {string | undefined} deadline @param {number} now */
export function left(deadline, now) {
  if (!deadline) return undefined;
  return Math.max(0, Date.parse(deadline) - now);
}

/** `1:05:09`, `05:09`; a second that has begun counts. @param {number} milliseconds */
export function clockText(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/** Says each warning once, when its moment is passed; time that is given afterwards makes it possible again. */
export class Warnings {
  /** @type {number | undefined} */
  #before;

  /** The warning that is due, in milliseconds before the end. @param {number} remaining */
  due(remaining) {
    const before = this.#before;
    this.#before = remaining;
    if (before === undefined) return undefined;
    return WARNINGS.find((warning) => before > warning && remaining <= warning && remaining > 0);
  }
}

/**
 * Calls twice a second, also in a tab that nobody sees, where timers of pages are slowed down.
 * @param {() => void} tick
 * @returns {() => void} ends it
 */
export function everyHalfSecond(tick) {
  try {
    const worker = new Worker(new URL("./ticker.js", import.meta.url), { type: "module" });
    worker.onmessage = tick;
    return () => worker.terminate();
  } catch {
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }
}
