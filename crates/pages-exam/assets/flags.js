// @ts-check
// What can be seen of how somebody works: that the page lost the focus, that something was pasted. Facts with their moment;
// what they mean, people decide.

import { backOff, isTemporary } from "./api.js";

/** Most that wait here, most that are sent at once, and milliseconds in which they are gathered. */
const MOST = 200;
const BATCH = 50;
const GATHERED = 3000;
/** Milliseconds after which a lost focus is one: a click into a part of the page itself takes a moment. */
const AWAY = 1000;

/**
 * What the server knows.
 * @typedef {"focus_lost" | "focus_gained" | "fullscreen_left" | "copy" | "paste" | "cut" | "context_menu" | "offline" | "online"
 *   | "device_changed" | "recording_stopped" | "other"} FlagKind
 */

export class Flags {
  /** @type {{ kind: FlagKind, at: string, detail?: string }[]} */
  #queue = [];
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {{ api: import("./api.js").Api, now: () => number }} options `now` says the server's time */
  constructor({ api, now }) {
    this.api = api;
    this.now = now;
  }

  /** @param {FlagKind} kind @param {string} [detail] @param {number} [at] when, by the server's clock */
  add(kind, detail, at = this.now()) {
    this.#queue.push({ kind, at: new Date(at).toISOString(), ...(detail ? { detail: detail.slice(0, 500) } : {}) });
    if (this.#queue.length > MOST) this.#queue.shift();
    this.#timer ??= setTimeout(() => void this.send(), GATHERED);
  }

  /** Sends what was gathered. What the server refuses for good is given up. */
  async send() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const flags = this.#queue.splice(0, BATCH);
    if (flags.length === 0) return;
    let wait = GATHERED;
    try {
      await this.api.post("/flags", { flags });
      this.#failures = 0;
    } catch (error) {
      if (isTemporary(error)) {
        this.#queue = [...flags, ...this.#queue].slice(-MOST);
        wait = backOff(this.#failures, error);
        this.#failures += 1;
      }
    }
    if (this.#queue.length > 0) this.#timer ??= setTimeout(() => void this.send(), wait);
  }

  /** Watches the page until the signal says that the exam is over. @param {AbortSignal} signal */
  watch(signal) {
    const hear = (/** @type {EventTarget | undefined} */ target, /** @type {string} */ name, /** @type {(event: any) => void} */ then) =>
      target?.addEventListener(name, then, { signal });
    this.#watchFocus(hear);
    hear(document, "fullscreenchange", () => document.fullscreenElement || this.add("fullscreen_left"));
    hear(document, "copy", () => this.add("copy"));
    hear(document, "cut", () => this.add("cut"));
    hear(document, "paste", (event) => this.add("paste", `${event.clipboardData?.getData("text").length ?? 0}`));
    hear(document, "contextmenu", () => this.add("context_menu"));
    hear(globalThis, "offline", () => this.add("offline"));
    hear(globalThis, "online", () => this.add("online"));
    hear(navigator.mediaDevices, "devicechange", () => this.add("device_changed"));
  }

  /** @param {(target: EventTarget | undefined, name: string, then: (event: any) => void) => void} hear */
  #watchFocus(hear) {
    let lost = 0;
    let isTold = false;
    const tell = () => {
      if (!lost || isTold) return;
      isTold = true;
      this.add("focus_lost", undefined, lost);
    };
    const leave = () => {
      if (lost) return;
      lost = this.now();
      setTimeout(tell, AWAY);
    };
    const back = () => {
      const away = this.now() - lost;
      if (lost && away >= AWAY) {
        tell();
        this.add("focus_gained", `${Math.round(away / 1000)} s`);
      }
      lost = 0;
      isTold = false;
    };
    hear(globalThis, "blur", leave);
    hear(globalThis, "focus", back);
    hear(document, "visibilitychange", () => (document.hidden ? leave() : back()));
  }
}
