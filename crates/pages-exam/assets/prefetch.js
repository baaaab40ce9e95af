// @ts-check
// The next section before it opens: fetched sealed at a moment of this page's own, kept on the device, and opened with the key
// that comes when the server opens the section.
//
// Invariant: whatever goes wrong here (no WebCrypto, another version, a wrong key, a broken copy) costs nothing but the fetch of
// the open section, which is what happened before.

import { isTemporary } from "./api.js";

/** Under which name the device keeps it; there is never more than one. */
const SLOT = "sealed";
/** Milliseconds before the start from which on sections are fetched: earlier ones are out of date more often. */
const WINDOW = 30 * 60_000;
/** Milliseconds before the start in which nobody fetches any more. */
const QUIET = 5000;
/** Most milliseconds of a section over which fetching the next one is spread. */
const SPREAD = 5 * 60_000;
/** What the first byte says. */
const VERSION = 1;
/** Where the text begins: after the version and a nonce of 12 bytes. */
const HEAD = 13;

/**
 * @typedef {{ whose: string, n: number, bytes: ArrayBuffer }} Held a section, of whom it is, and what came
 * @typedef {{ n: number, within: number }} Ahead a section, and the milliseconds over which fetching it is spread
 */

/** Whether this browser can open what is sealed: on plain HTTP it has no cryptography. */
export const canOpen = () => Boolean(globalThis.crypto?.subtle && globalThis.DecompressionStream);

/** @param {string} text URL-safe base64 */
function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/**
 * Opens what the server sealed; fails with anything else. @param {ArrayBuffer} sealed @param {string} key
 * @returns {Promise<any>} the JSON in it
 */
export async function unseal(sealed, key) {
  const bytes = new Uint8Array(sealed);
  if (bytes[0] !== VERSION) throw new Error("sealed otherwise");
  const secret = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(1, HEAD) }, secret, bytes.subarray(HEAD));
  const content = new Uint8Array(plain, 4, new DataView(plain).getUint32(0));
  return new Response(new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/**
 * Which section comes next for somebody, and how long there is to fetch it; nothing where none can be fetched now.
 * @param {{ lobby?: import("./seat.js").Lobby, run?: import("./seat.js").Run, now: number }} seat `now` is the server's time
 * @returns {Ahead | undefined}
 */
export function ahead({ lobby, run, now }) {
  if (run?.attemptId) {
    const open = run.sections.find((section) => section.state === "open");
    const next = run.sections.find((section) => section.state === "waiting");
    if (run.state !== "in_section" || !open?.deadline || !next) return undefined;
    return timely({ n: next.n, within: Math.min((Date.parse(open.deadline) - now) / 2, SPREAD) });
  }
  if (lobby?.state !== "ready") return undefined;
  const rest = Date.parse(lobby.event.startsAt) - now;
  return rest > WINDOW ? undefined : timely({ n: 1, within: rest - QUIET });
}

/** @param {Ahead} found */
const timely = (found) => (found.within > 0 ? found : undefined);

export class Prefetch {
  /** @type {Held | undefined} */
  #held;
  /** What is planned, on its way or here. */
  #wanted = "";
  /** What the server does not give ahead. @type {Set<string>} */
  #refused = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {{ api: import("./api.js").Api, vault: import("./vault.js").Vault, random?: () => number }} parts */
  constructor({ api, vault, random = Math.random }) {
    this.api = api;
    this.vault = vault;
    this.random = random;
  }

  /** Lets a section be fetched at some moment of a time; again, it is the same moment. @param {string} whose @param {Ahead | undefined} next */
  async plan(whose, next) {
    if (!next || !canOpen()) return;
    const what = `${whose}:${next.n}`;
    if (this.#wanted === what || this.#refused.has(what)) return;
    clearTimeout(this.#timer);
    this.#wanted = what;
    if ((await this.#kept(whose, next.n)) || this.#wanted !== what) return;
    this.#timer = setTimeout(() => void this.#fetch(what, whose, next.n), next.within * this.random());
  }

  /** @param {string} what @param {string} whose @param {number} n */
  async #fetch(what, whose, n) {
    try {
      const { blob } = await this.api.getFile(`/paper/sealed?section=${n}`);
      const held = { whose, n, bytes: await blob.arrayBuffer() };
      // Whoever logged out meanwhile left nothing here.
      if (this.#wanted !== what) return;
      this.#held = held;
      await this.vault.write(SLOT, held).catch(() => {});
      if (this.#wanted !== what) await this.vault.remove(SLOT).catch(() => {});
    } catch (error) {
      if (!isTemporary(error)) this.#refused.add(what);
      if (this.#wanted === what) this.#wanted = "";
    }
  }

  /** @param {string} whose @param {number} n @returns {Promise<Held | undefined>} */
  async #kept(whose, n) {
    this.#held ??= await this.vault.read(SLOT).catch(() => undefined);
    return this.#held?.whose === whose && this.#held.n === n ? this.#held : undefined;
  }

  /**
   * What was fetched of a section, read; nothing if there is none, or none that opens. It is gone afterwards either way.
   * @param {string} whose @param {number} n @param {string | undefined} key
   * @returns {Promise<any>}
   */
  async open(whose, n, key) {
    if (!key || !canOpen()) return undefined;
    const held = await this.#kept(whose, n);
    if (!held) return undefined;
    try {
      const paper = await unseal(held.bytes, key);
      return paper?.section?.n === n ? paper : undefined;
    } catch {
      return undefined;
    } finally {
      await this.#drop(held);
    }
  }

  /** Lets go of a section that was opened; the one after it may be on its way already. @param {Held} held */
  async #drop(held) {
    if (this.#held !== held) return;
    this.#held = undefined;
    await this.vault.remove(SLOT).catch(() => {});
  }

  /** Nothing of it stays on the device. */
  async forget() {
    clearTimeout(this.#timer);
    this.#wanted = "";
    this.#held = undefined;
    await this.vault.remove(SLOT).catch(() => {});
  }
}
