// @ts-check
// What can be seen of how somebody works: that the page lost the focus, that something was pasted. Facts with their moment;
// what they mean, people decide.

import { backOff, isTemporary } from "./api.js";

/** Most that wait here, and milliseconds in which they are gathered. */
const MOST = 200;
const GATHERED = 3000;

export class Flags {
  /** @type {{ kind: string, at: string, detail?: string }[]} */
  #queue = [];
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {{ api: import("./api.js").Api, now: () => number }} options `now` says the server's time */
  constructor({ api, now }) {
    this.api = api;
    this.now = now;
  }

  /** @param {string} kind @param {string} [detail] */
  add(kind, detail) {
    this.#queue.push({ kind, at: new Date(this.now()).toISOString(), ...(detail ? { detail } : {}) });
    if (this.#queue.length > MOST) this.#queue.shift();
    this.#timer ??= setTimeout(() => void this.send(), GATHERED);
  }

  async send() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const flags = this.#queue;
    if (flags.length === 0) return;
    this.#queue = [];
    try {
      await this.api.post("/flags", { flags });
      this.#failures = 0;
    } catch (error) {
      if (!isTemporary(error)) return;
      this.#queue = [...flags, ...this.#queue].slice(-MOST);
      this.#timer = setTimeout(() => void this.send(), backOff(this.#failures, error));
      this.#failures += 1;
    }
  }

  /** Watches the page until the signal says that the exam is over. @param {AbortSignal} signal */
  watch(signal) {
    const hear = (/** @type {EventTarget} */ target, /** @type {string} */ name, /** @type {(event: any) => void} */ then) =>
      target.addEventListener(name, then, { signal });
    let lost = 0;
    const leave = () => (lost ||= this.now());
    const back = () => {
      // A click into a part of the page itself takes a moment and is no leaving.
      const seconds = Math.round((this.now() - lost) / 1000);
      if (lost && seconds >= 1) this.add("focus_lost", `${seconds} s`);
      lost = 0;
    };
    hear(globalThis, "blur", leave);
    hear(globalThis, "focus", back);
    hear(document, "visibilitychange", () => (document.hidden ? leave() : back()));
    hear(document, "fullscreenchange", () => document.fullscreenElement || this.add("fullscreen_left"));
    hear(document, "copy", () => this.add("copy"));
    hear(document, "paste", (event) => this.add("paste", `${event.clipboardData?.getData("text").length ?? 0}`));
  }
}
