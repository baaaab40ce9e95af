// @ts-check
// Answers on their way to the server.
//
// Invariants:
// - a change is kept on the device before it is sent, and stays there until the server acknowledges this very one;
// - what was sent once keeps its number and its value, so that a repeat is a repeat; a later change has a number of its own;
// - each number is sent, so that the server can tell at the hand-in whether anything is missing.

import { Refused, backOff, isTemporary } from "./api.js";

/** Most answers that are sent at once. */
const BATCH = 200;
/** Milliseconds without a change after which one is sent, and the most that it waits while somebody goes on writing. */
const QUIET = 700;
const LONGEST = 1500;
/** Milliseconds after which a change is kept on the device. */
const KEPT = 150;

/**
 * @typedef {import("./vault.js").Entry} Entry
 * @typedef {{ questionId: number, clientSeq: number, value: unknown, marked?: boolean }} Saved what the server has
 * @typedef {"" | "device" | "memory" | "server" | "closed" | "invalid"} Mark where the last change of a question is
 * @typedef {"" | "unreachable" | "busy" | "elsewhere" | "login" | "refused"} Trouble
 */

/** Whether two values are the same. @param {unknown} one @param {unknown} other */
const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export class Outbox {
  /** Every entry that is not done, and the last one of each question, by number. @type {Map<number, Entry>} */
  #entries = new Map();
  /** The last entry of each question. @type {Map<number, Entry>} */
  #last = new Map();
  /** Those that the device does not keep yet. @type {Set<Entry>} */
  #unkept = new Set();
  #highest = 0;
  #failures = 0;
  #isSending = false;
  #isEnded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keeping;
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
    this.vault = vault;
    this.api = api;
    this.attemptId = attemptId;
    this.now = now;
    this.onMark = onMark;
    this.onTrouble = onTrouble;
    this.random = random;
    this.most = most;
  }

  /** Takes up what the device kept; sends it without anybody's touch. */
  async open() {
    for (const entry of await this.vault.entries(this.attemptId)) {
      this.#entries.set(entry.seq, entry);
      this.#highest = Math.max(this.#highest, entry.seq);
      const last = this.#last.get(entry.questionId);
      if (!last || last.seq < entry.seq) this.#last.set(entry.questionId, entry);
    }
    if (this.pending > 0) this.#arm(0);
  }

  /**
   * Compares with what the server has: what is newer there counts here, and what it does not know is sent again.
   * @param {Saved[]} answers @param {number} highestSeq
   */
  async reconcile(answers, highestSeq) {
    this.#highest = Math.max(this.#highest, highestSeq);
    const known = new Map(answers.map((answer) => [answer.questionId, answer]));
    for (const answer of answers) this.#learn(answer);
    for (const entry of this.#last.values()) {
      const has = known.get(entry.questionId)?.clientSeq ?? 0;
      if (entry.isDone && !entry.refused && has < entry.seq) this.#reopen(entry);
    }
    await this.#keep();
    if (this.pending > 0) this.#arm(0);
  }

  /** @param {Saved} answer */
  #learn(answer) {
    const last = this.#last.get(answer.questionId);
    if (last && last.seq >= answer.clientSeq) return;
    const { questionId, clientSeq: seq, value, marked = false } = answer;
    /** @type {Entry} */
    const entry = { attemptId: this.attemptId, seq, questionId, value, marked, at: this.now(), isSent: true, isDone: true };
    this.#put(entry);
    this.onMark(questionId);
  }

  /** @param {Entry} entry */
  #reopen(entry) {
    entry.isDone = false;
    this.#unkept.add(entry);
    this.onMark(entry.questionId);
  }

  /** The highest number that was given. */
  get highestSeq() {
    return this.#highest;
  }

  /** How many changes the server has not acknowledged. */
  get pending() {
    let count = 0;
    for (const entry of this.#entries.values()) if (!entry.isDone) count += 1;
    return count;
  }

  /** @param {number} questionId */
  valueOf(questionId) {
    return this.#last.get(questionId)?.value ?? null;
  }

  /** Whether somebody wants to look at it again. @param {number} questionId */
  isMarked(questionId) {
    return this.#last.get(questionId)?.marked ?? false;
  }

  /** Where the last change is. @param {number} questionId @returns {Mark} */
  markOf(questionId) {
    const entry = this.#last.get(questionId);
    if (!entry) return "";
    if (entry.isDone) return entry.refused === "closed" || entry.refused === "invalid" ? entry.refused : "server";
    return this.vault.isLasting && !this.#unkept.has(entry) ? "device" : "memory";
  }

  /** The questions whose last change the server has not acknowledged. */
  unsaved() {
    return [...this.#last.values()].filter((entry) => !entry.isDone).map((entry) => entry.questionId);
  }

  /**
   * Somebody answered, or marked a question.
   * @param {number} questionId @param {{ value?: unknown, marked?: boolean }} change
   */
  change(questionId, change) {
    if (this.#isEnded) return;
    const last = this.#last.get(questionId);
    const value = "value" in change ? change.value : (last?.value ?? null);
    const marked = change.marked ?? last?.marked ?? false;
    if (isSame(value, last?.value) && marked === (last?.marked ?? false)) return;
    if (last && !last.isSent) {
      Object.assign(last, { value, marked, at: this.now() });
      this.#unkept.add(last);
    } else {
      this.#highest += 1;
      this.#put({ attemptId: this.attemptId, seq: this.#highest, questionId, value, marked, at: this.now(), isSent: false, isDone: false });
    }
    this.onMark(questionId);
    this.#keepSoon();
    this.#sendSoon();
  }

  /** Makes an entry the last one of its question. @param {Entry} entry */
  #put(entry) {
    const before = this.#last.get(entry.questionId);
    this.#entries.set(entry.seq, entry);
    this.#last.set(entry.questionId, entry);
    this.#unkept.add(entry);
    if (before?.isDone) this.#forget(before);
  }

  /** @type {Entry[]} */
  #forgotten = [];

  /** @param {Entry} entry */
  #forget(entry) {
    if (this.#entries.get(entry.seq) === entry) this.#entries.delete(entry.seq);
    this.#unkept.delete(entry);
    this.#forgotten.push(entry);
  }

  #keepSoon() {
    this.#keeping ??= setTimeout(() => void this.#keep(), KEPT);
  }

  /** Writes what changed to the device. A device that cannot (its disk is full) is told by the mark of the question. */
  async #keep() {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const [entries, removed] = [[...this.#unkept], this.#forgotten.filter((entry) => !this.#entries.has(entry.seq))];
    if (entries.length + removed.length === 0) return;
    this.#forgotten = [];
    this.#unkept.clear();
    try {
      await this.vault.putEntries(entries, removed);
    } catch {
      for (const entry of entries) this.#unkept.add(entry);
    }
    for (const entry of entries) this.onMark(entry.questionId);
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
      for (let batch; (batch = this.#next(most)).length > 0; ) {
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

  /** @param {number} most */
  #next(most) {
    const open = [...this.#entries.values()].filter((entry) => !entry.isDone);
    return open.sort((one, other) => one.seq - other.seq).slice(0, most);
  }

  /**
   * Whether the batch was taken; one that the server cannot read is to be halved.
   * @param {Entry[]} batch @param {{ keepalive?: boolean }} how
   */
  async #sendBatch(batch, how) {
    for (const entry of batch) {
      if (!entry.isSent) this.#unkept.add(entry);
      entry.isSent = true;
    }
    const keeping = this.#keep();
    if (!how.keepalive) await keeping;
    try {
      const answers = batch.map(({ questionId, seq, value, at, marked }) => ({ questionId, clientSeq: seq, value, clientTs: new Date(at).toISOString(), marked }));
      const reply = await this.api.put("/answers", { attemptId: this.attemptId, answers }, how);
      await this.#settle(batch, reply.results ?? []);
      return true;
    } catch (error) {
      if (!(error instanceof Refused && [400, 413, 422].includes(error.status))) throw error;
      if (batch.length > 1) return false;
      this.#finish(batch[0], "invalid");
      await this.#keep();
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
      if (own.outcome === "conflict") this.#renumber(entry);
      else this.#finish(entry, own.outcome);
    }
    await this.#keep();
    if (count === 0) throw new Error("the server acknowledged nothing");
  }

  /** @param {Entry} entry @param {string} outcome */
  #finish(entry, outcome) {
    entry.isDone = true;
    if (outcome === "closed" || outcome === "invalid") entry.refused = outcome;
    if (this.#last.get(entry.questionId) === entry) this.#unkept.add(entry);
    else this.#forget(entry);
    this.onMark(entry.questionId);
  }

  /** Another device has used this number: what is on this screen goes on under a new one. @param {Entry} entry */
  #renumber(entry) {
    const isLast = this.#last.get(entry.questionId) === entry;
    entry.isDone = true;
    this.#forget(entry);
    if (!isLast) return;
    this.#highest += 1;
    this.#put({ ...entry, seq: this.#highest, isSent: false, isDone: false });
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
    const keeping = this.#keep();
    if (this.pending > 0) void this.send({ keepalive: true });
    await keeping;
  }

  /**
   * Waits until everything is acknowledged, at most so long.
   * @param {number} milliseconds
   * @returns {Promise<boolean>} whether everything is
   */
  async settled(milliseconds) {
    await this.#keep();
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

  /**
   * Sends numbers again that the server has not seen. One that this device never had repeats an answer, which changes none.
   * @param {{ from: number, to: number }[]} gaps
   */
  async refill(gaps) {
    const [sample] = this.#last.values();
    for (const { from, to } of gaps) {
      for (let seq = from; seq <= Math.min(to, from + 10_000); seq += 1) {
        const entry = this.#entries.get(seq);
        if (entry) this.#reopen(entry);
        else if (sample) this.#repeat(sample, seq);
      }
    }
    await this.#keep();
    await this.send();
  }

  /** @param {Entry} sample @param {number} seq */
  #repeat(sample, seq) {
    const entry = { ...sample, seq, isSent: false, isDone: false };
    this.#entries.set(seq, entry);
    this.#unkept.add(entry);
  }

  /** Nothing is changed or sent from here any more; what is not kept is kept first. */
  async end() {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#keep();
  }
}
