// @ts-check
// What supervisors and the server tell while somebody sits. A stream that breaks comes back; what was missed meanwhile is in
// the state, which whoever listens reads then.

import { backOff } from "./api.js";

const NAMES = ["message", "pause", "resume", "extend", "terminate", "takeover", "section-closing"];

/**
 * @typedef {{ name: string, data: any }} Told
 */

export class Live {
  /** @type {EventSource | undefined} */
  #source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #failures = 0;
  #isEnded = false;
  /** @type {Set<string>} */
  #seen = new Set();

  /**
   * @param {{ url: string, onTold: (told: Told) => void, onOpen: () => void, open?: (url: string) => EventSource }} options
   */
  constructor({ url, onTold, onOpen, open = (url) => new EventSource(url) }) {
    this.url = url;
    this.onTold = onTold;
    this.onOpen = onOpen;
    this.open = open;
    this.#listen();
  }

  /** Whether the stream is there. */
  get isOpen() {
    return this.#source?.readyState === 1;
  }

  #listen() {
    const source = this.open(this.url);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.onOpen();
    };
    source.onerror = () => {
      // A browser comes back by itself after a lost connection, but not after a refusal.
      if (source.readyState !== 2 || this.#isEnded) return;
      source.close();
      this.#timer = setTimeout(() => this.#listen(), backOff(this.#failures));
      this.#failures += 1;
    };
    for (const name of NAMES) source.addEventListener(name, (event) => this.#take(name, /** @type {MessageEvent} */ (event)));
  }

  /** @param {string} name @param {MessageEvent} event */
  #take(name, event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      data = {};
    }
    const id = `${name}:${data.id ?? event.lastEventId}`;
    if (this.#seen.has(id) && (data.id ?? event.lastEventId)) return;
    this.#seen.add(id);
    this.onTold({ name, data });
  }

  end() {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}
