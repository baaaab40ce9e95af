// @ts-check
// Answers on their way to the server.
//
// Invariants:
// - a change is kept on the device before it is sent, and stays there until the server acknowledges this very one;
// - what was sent once keeps its number and its value, so that a repeat is a repeat; a later change has a number of its own;
// - each number is sent, so that the server can tell at the hand-in whether anything is missing.

import { Refused, backOff, isTemporary } from "./api.js";
import { Ledger } from "./ledger.js";

/** Most answers that are sent at once. */
const BATCH = 200;
/** Milliseconds without a change after which one is sent, and the most that it waits while somebody goes on writing. */
const QUIET = 700;
const LONGEST = 1500;

/**
 * @typedef {import("./vault.js").Entry} Entry
 * @typedef {{ questionId: number, clientSeq: number, value: unknown, marked?: boolean }} Saved what the server has
 * @typedef {"" | "unreachable" | "busy" | "elsewhere" | "login" | "refused"} Trouble
 */

export class Outbox {
  /** @type {Ledger} */
  #ledger;
  #failures = 0;
  #isSending = false;
  #isEnded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** When the oldest unsent change was made, by the counter. @type {number | undefined} */
  #since;
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** @type {Trouble} */
  trouble = "";

  /**
   * @param {{ vault: import("./vault.js").Vault, api: import("./api.js").Api, attemptId: number, now: () => number,
   *   onMark?: (questionId: number) => void, onTrouble?: (trouble: Trouble, error?: unknown) => void, random?: () => number,
   *   most?: number }} options `now` says the server's time
   */
  constructor({ vault, api, attemptId, now, onMark = () => {}, onTrouble = () => {}, random = Math.random, most = BATCH }) {
    this.#ledger = new Ledger({ vault, attemptId, now, onMark });
    this.api = api;
    this.attemptId = attemptId;
    this.onTrouble = onTrouble;
    this.random = random;
    this.most = most;
  }

  /** Takes up what the device kept; sends it without anybody's touch. */
  async open() {
    await this.#ledger.open();
    if (this.pending > 0) this.#arm(0);
  }

  /**
   * Compares with what the server has: what is newer there counts here, and what it does not know is sent again.
   * @param {Saved[]} answers @param {number} highestSeq
   */
  async reconcile(answers, highestSeq) {
    await this.#ledger.reconcile(answers, highestSeq);
    if (this.pending > 0) this.#arm(0);
  }

  /** The highest number that was given. */
  get highestSeq() {
    return this.#ledger.highestSeq;
  }

  /** How many changes the server has not acknowledged. */
  get pending() {
    return this.#ledger.pending;
  }

  /** @param {number} questionId */
  valueOf(questionId) {
    return this.#ledger.valueOf(questionId);
  }

  /** Whether somebody wants to look at it again. @param {number} questionId */
  isMarked(questionId) {
    return this.#ledger.isMarked(questionId);
  }

  /** Where the last change is. @param {number} questionId */
  markOf(questionId) {
    return this.#ledger.markOf(questionId);
  }

  /** The questions whose last change the server has not acknowledged. */
  unsaved() {
    return this.#ledger.unsaved();
  }

  /**
   * Somebody answered, or marked a question.
   * @param {number} questionId @param {{ value?: unknown, marked?: boolean }} change
   */
  change(questionId, change) {
    if (!this.#isEnded && this.#ledger.change(questionId, change)) this.#sendSoon();
  }

  #sendSoon() {
    const now = Date.now();
    this.#since ??= now;
    if (this.#failures > 0 || this.#isHalted()) return;
    this.#arm(Math.max(0, Math.min(QUIET, this.#since + LONGEST - now)));
  }

  /** @param {number} milliseconds */
  #arm(milliseconds) {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#timer = setTimeout(() => void this.send(), milliseconds);
  }

  #isHalted() {
    return this.trouble === "elsewhere" || this.trouble === "login";
  }

  /** The network is back, or somebody logged in again. */
  retry() {
    if (this.#isHalted()) this.#tell("");
    this.#failures = 0;
    if (this.pending > 0) this.#arm(0);
  }

  /**
   * Sends what is not acknowledged, oldest first, until nothing is left or it fails.
   * @param {{ keepalive?: boolean }} [how] `keepalive` where the page is about to go
   */
  async send(how = {}) {
    if (this.#isSending || this.#isEnded || this.#isHalted()) return;
    clearTimeout(this.#timer);
    this.#isSending = true;
    let most = this.most;
    try {
      for (let batch; (batch = this.#ledger.next(most)).length > 0; ) {
        this.#since = undefined;
        most = (await this.#sendBatch(batch, how)) ? this.most : Math.max(1, Math.floor(batch.length / 2));
      }
      this.#failures = 0;
      this.#tell("");
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isSending = false;
      if (this.pending === 0) for (const resolve of this.#waiting) resolve();
    }
  }

  /**
   * Whether the batch was taken; one that the server cannot read is to be halved.
   * @param {Entry[]} batch @param {{ keepalive?: boolean }} how
   */
  async #sendBatch(batch, how) {
    this.#ledger.sent(batch);
    const keeping = this.#ledger.keep();
    if (!how.keepalive) await keeping;
    try {
      const answers = batch.map(({ questionId, seq, value, at, marked }) => ({ questionId, clientSeq: seq, value, clientTs: new Date(at).toISOString(), marked }));
      const reply = await this.api.put("/answers", { attemptId: this.attemptId, answers }, how);
      await this.#settle(batch, reply.results ?? []);
      return true;
    } catch (error) {
      if (!(error instanceof Refused && [400, 413, 422].includes(error.status))) throw error;
      if (batch.length > 1) return false;
      this.#ledger.finish(batch[0], "invalid");
      await this.#ledger.keep();
      return true;
    }
  }

  /** @param {Entry[]} batch @param {{ questionId: number, clientSeq: number, outcome: string }[]} results */
  async #settle(batch, results) {
    let count = 0;
    for (const entry of batch) {
      const own = results.find((result) => result.clientSeq === entry.seq && result.questionId === entry.questionId);
      if (!own) continue;
      count += 1;
      if (own.outcome === "conflict") this.#ledger.renumber(entry);
      else this.#ledger.finish(entry, own.outcome);
    }
    await this.#ledger.keep();
    if (count === 0) throw new Error("the server acknowledged nothing");
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#failures += 1;
    const is = (/** @type {number} */ status, /** @type {string} */ code) => error instanceof Refused && error.status === status && (code === "" || error.code === code);
    if (is(409, "session_elsewhere") || is(401, "session_taken_over")) return this.#tell("elsewhere", error);
    if (is(401, "")) return this.#tell("login", error);
    const isBusy = error instanceof Refused && isTemporary(error);
    this.#tell(isBusy ? "busy" : isTemporary(error) ? "unreachable" : "refused", error);
    this.#arm(backOff(this.#failures - 1, error, this.random));
  }

  /** @param {Trouble} trouble @param {unknown} [error] */
  #tell(trouble, error) {
    if (trouble === this.trouble && !error) return;
    this.trouble = trouble;
    this.onTrouble(trouble, error);
  }

  /** The page may go: what is not kept is kept, and what is not sent is sent along. */
  async hurry() {
    const keeping = this.#ledger.keep();
    if (this.pending > 0) void this.send({ keepalive: true });
    await keeping;
  }

  /**
   * Waits until everything is acknowledged, at most so long.
   * @param {number} milliseconds
   * @returns {Promise<boolean>} whether everything is
   */
  async settled(milliseconds) {
    await this.#ledger.keep();
    if (this.pending === 0) return true;
    const acknowledged = new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const end = () => {
        this.#waiting.delete(end);
        resolve();
      };
      this.#waiting.add(end);
      setTimeout(end, milliseconds);
    });
    if (this.#failures === 0 && !this.#isSending) void this.send();
    await acknowledged;
    return this.pending === 0;
  }

  /** Sends numbers again that the server has not seen. @param {{ from: number, to: number }[]} gaps */
  async refill(gaps) {
    await this.#ledger.refill(gaps);
    await this.send();
  }

  /** Nothing is changed or sent from here any more; what is not kept is kept first. */
  async end() {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#ledger.keep();
  }
}
