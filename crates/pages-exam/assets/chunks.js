// @ts-check
// Pieces of a recording on their way to the server: in order, each with its digest, as often as it takes, and never before
// the gate opens.

import { backOff, isTemporary } from "./api.js";

/** Milliseconds that a piece may travel: a slow line takes its time. */
const PATIENCE = 120_000;

/** @param {Blob} blob @returns {Promise<string>} SHA-256 in hexadecimal digits */
export async function digestOf(blob) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @typedef {{ api: import("./api.js").Api, path: string, gate?: () => Promise<void>, onSent?: (sent: number, all: number) => void,
 *   query?: string, most?: number, onLost?: () => void, mayPass?: (error: unknown) => boolean, onRefused?: (error: unknown) => void, random?: () => number, pause?: (milliseconds: number) => Promise<void> }} LineOptions
 */

export class ChunkLine {
  /** @type {{ seq: number, blob: Blob }[]} */
  #queue = [];
  #count = 0;
  #sent = 0;
  #failures = 0;
  /** @type {Promise<void> | undefined} */
  #running;
  #isStopped = false;

  /** @param {LineOptions} options `query`: what stands behind the address of a piece; `most`: bytes that wait here before the
   * oldest are given up; `mayPass`: whether a failure is worth another attempt; `onRefused`: hears of one that is not */
  constructor({ api, path, query = "", gate = async () => {}, onSent = () => {}, most = Infinity, onLost = () => {}, mayPass = isTemporary, onRefused = () => {}, random = Math.random, pause }) {
    this.api = api;
    this.path = path;
    this.query = query;
    this.mayPass = mayPass;
    this.onRefused = onRefused;
    this.gate = gate;
    this.onSent = onSent;
    this.most = most;
    this.onLost = onLost;
    this.random = random;
    this.pause = pause ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  }

  /** How many pieces there were. */
  get count() {
    return this.#count;
  }

  /** @param {Blob} blob */
  add(blob) {
    this.#queue.push({ seq: this.#count, blob });
    this.#count += 1;
    this.#giveUp();
    void this.#run().catch((error) => this.onRefused(error));
  }

  /** What waits for too long would fill the memory of the device. */
  #giveUp() {
    let bytes = this.#queue.reduce((sum, { blob }) => sum + blob.size, 0);
    while (bytes > this.most && this.#queue.length > 2) {
      // The first of the queue may be on its way.
      const [lost] = this.#queue.splice(1, 1);
      bytes -= lost.blob.size;
      this.onLost();
    }
  }

  /** Takes up pieces of before, without those that the server holds. @param {Blob[]} pieces */
  async restore(pieces) {
    const held = await this.#patiently(() => this.api.get(this.path));
    const known = new Set((held?.chunks ?? []).map((/** @type {any} */ chunk) => (typeof chunk === "number" ? chunk : chunk.seq)));
    this.#count = pieces.length;
    this.#sent = known.size;
    this.#queue = pieces.map((blob, seq) => ({ seq, blob })).filter(({ seq }) => !known.has(seq));
    void this.#run().catch((error) => this.onRefused(error));
  }

  #run() {
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #drain() {
    while (this.#queue.length > 0 && !this.#isStopped) {
      const piece = this.#queue[0];
      await this.#patiently(() => this.#send(piece));
      const index = this.#queue.indexOf(piece);
      if (index >= 0) this.#queue.splice(index, 1);
      this.#sent += 1;
      this.onSent(this.#sent, this.#count);
    }
  }

  /** @param {{ seq: number, blob: Blob }} piece */
  async #send({ seq, blob }) {
    await this.gate();
    const digest = await digestOf(blob);
    const headers = { "Content-Type": "application/octet-stream", "X-Content-SHA256": digest };
    return this.api.putBytes(`${this.path}/chunks/${seq}${this.query}`, blob, { headers, patience: PATIENCE });
  }

  /** Again and again as long as it may help. @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
  async #patiently(work) {
    while (!this.#isStopped) {
      try {
        const done = await work();
        this.#failures = 0;
        return done;
      } catch (error) {
        if (!this.mayPass(error)) throw error;
        await this.pause(backOff(this.#failures, error, this.random));
        this.#failures += 1;
      }
    }
    return undefined;
  }

  /** Waits until every piece is there. */
  async emptied() {
    while (this.#queue.length > 0 && !this.#isStopped) await this.#run();
  }

  /** Waits until every piece is there, then says how many there are. */
  async finish() {
    await this.emptied();
    return this.#patiently(() => this.api.post(`${this.path}/complete`, { chunks: this.#count }));
  }

  /** Nothing more is sent. */
  stop() {
    this.#isStopped = true;
    this.#queue = [];
  }
}
