// @ts-check
// The answers of an attempt, as this device has them: every change that is not done, and the last one of each question.
//
// Invariant: what changed is written to the device before it counts as kept there.

/**
 * @typedef {import("./vault.js").Entry} Entry
 * @typedef {"" | "device" | "memory" | "server" | "closed" | "invalid"} Mark where the last change of a question is
 */

/** Milliseconds after which a change is kept on the device. */
const KEPT = 150;

/** Whether two values are the same. @param {unknown} one @param {unknown} other */
const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export class Ledger {
  /** Every entry that is not done, and the last one of each question, by number. @type {Map<number, Entry>} */
  #entries = new Map();
  /** The last entry of each question. @type {Map<number, Entry>} */
  #last = new Map();
  /** Those that the device does not keep yet. @type {Set<Entry>} */
  #unkept = new Set();
  /** Those that it need not keep any more. @type {Entry[]} */
  #forgotten = [];
  #highest = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keeping;

  /**
   * @param {{ vault: import("./vault.js").Vault, attemptId: number, now: () => number, onMark: (questionId: number) => void }} options
   *   `now` says the server's time
   */
  constructor({ vault, attemptId, now, onMark }) {
    this.vault = vault;
    this.attemptId = attemptId;
    this.now = now;
    this.onMark = onMark;
  }

  /** Takes up what the device kept. */
  async open() {
    for (const entry of await this.vault.entries(this.attemptId)) {
      this.#entries.set(entry.seq, entry);
      this.#highest = Math.max(this.#highest, entry.seq);
      const last = this.#last.get(entry.questionId);
      if (!last || last.seq < entry.seq) this.#last.set(entry.questionId, entry);
    }
  }

  /**
   * Compares with what the server has: what is newer there counts here, and what it does not know is open again.
   * @param {import("./outbox.js").Saved[]} answers @param {number} highestSeq
   */
  async reconcile(answers, highestSeq) {
    this.#highest = Math.max(this.#highest, highestSeq);
    const known = new Map(answers.map((answer) => [answer.questionId, answer]));
    for (const answer of answers) this.#learn(answer);
    for (const entry of this.#last.values()) {
      const has = known.get(entry.questionId)?.clientSeq ?? 0;
      if (entry.isDone && !entry.refused && has < entry.seq) this.#reopen(entry);
    }
    await this.keep();
  }

  /** @param {import("./outbox.js").Saved} answer */
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
   * Somebody answered, or marked a question; whether that is a change.
   * @param {number} questionId @param {{ value?: unknown, marked?: boolean }} change
   */
  change(questionId, change) {
    const last = this.#last.get(questionId);
    const value = "value" in change ? change.value : (last?.value ?? null);
    const marked = change.marked ?? last?.marked ?? false;
    if (isSame(value, last?.value) && marked === (last?.marked ?? false)) return false;
    if (last && !last.isSent) {
      Object.assign(last, { value, marked, at: this.now() });
      this.#unkept.add(last);
    } else {
      this.#highest += 1;
      this.#put({ attemptId: this.attemptId, seq: this.#highest, questionId, value, marked, at: this.now(), isSent: false, isDone: false });
    }
    this.onMark(questionId);
    this.#keepSoon();
    return true;
  }

  /** Makes an entry the last one of its question. @param {Entry} entry */
  #put(entry) {
    const before = this.#last.get(entry.questionId);
    this.#entries.set(entry.seq, entry);
    this.#last.set(entry.questionId, entry);
    this.#unkept.add(entry);
    if (before?.isDone) this.#forget(before);
  }

  /** @param {Entry} entry */
  #forget(entry) {
    if (this.#entries.get(entry.seq) === entry) this.#entries.delete(entry.seq);
    this.#unkept.delete(entry);
    this.#forgotten.push(entry);
  }

  #keepSoon() {
    this.#keeping ??= setTimeout(() => void this.keep(), KEPT);
  }

  /** Writes what changed to the device. A device that cannot (its disk is full) is told by the mark of the question. */
  async keep() {
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

  /** What is not acknowledged, oldest first. @param {number} most */
  next(most) {
    const open = [...this.#entries.values()].filter((entry) => !entry.isDone);
    return open.sort((one, other) => one.seq - other.seq).slice(0, most);
  }

  /** From now on they keep number and value. @param {Entry[]} batch */
  sent(batch) {
    for (const entry of batch) {
      if (!entry.isSent) this.#unkept.add(entry);
      entry.isSent = true;
    }
  }

  /** The server has said what became of it. @param {Entry} entry @param {string} outcome */
  finish(entry, outcome) {
    entry.isDone = true;
    if (outcome === "closed" || outcome === "invalid") entry.refused = outcome;
    if (this.#last.get(entry.questionId) === entry) this.#unkept.add(entry);
    else this.#forget(entry);
    this.onMark(entry.questionId);
  }

  /** Another device has used this number: what is on this screen goes on under a new one. @param {Entry} entry */
  renumber(entry) {
    const isLast = this.#last.get(entry.questionId) === entry;
    entry.isDone = true;
    this.#forget(entry);
    if (!isLast) return;
    this.#highest += 1;
    this.#put({ ...entry, seq: this.#highest, isSent: false, isDone: false });
  }

  /**
   * Opens numbers again that the server has not seen. One that this device never had repeats an answer, which changes none.
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
    await this.keep();
  }

  /** @param {Entry} sample @param {number} seq */
  #repeat(sample, seq) {
    const entry = { ...sample, seq, isSent: false, isDone: false };
    this.#entries.set(seq, entry);
    this.#unkept.add(entry);
  }
}
