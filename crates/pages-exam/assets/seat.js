// @ts-check
// One participant at one exam in this browser: what the server says of it, what the device keeps of it, and who is told when
// that changes. Screens read it and call it; it knows none of them.

import { Refused, Unreachable } from "./api.js";
import { Flags } from "./flags.js";
import { freshly } from "./freshly.js";
import { Live } from "./live.js";
import { Outbox } from "./outbox.js";
import { Prefetch, ahead } from "./prefetch.js";

/**
 * @typedef {"registered" | "ready" | "in_section" | "suspended" | "submitted" | "awaiting_rating" | "scored" | "published" | "absent" | "terminated" | "voided"} State
 * @typedef {{ id: number, name: string, eventId: number, eventTitle: string, examRegisteredNumber: string, state: State }} Sitter
 * @typedef {{ id: number, title: string, startsAt: string, endsAt: string, timeZone?: string, recordVideo?: boolean, recordScreen?: boolean, entryEndsAt?: string, entryCodeNeeded?: boolean, safeExamBrowser?: boolean }} ExamEvent
 * @typedef {{ state: State, event: ExamEvent, sections: { id: number, title: string, duration: number, questionCount: number }[], message?: string, serverNow?: string,
 *   timeFactor?: number, name?: string, examRegisteredNumber?: string }} Lobby
 * @typedef {{ n: number, sectionId: number, title: string, duration: number, questionCount?: number, opensAt?: string, deadline?: string, state: "waiting" | "open" | "closed" }} SectionRun
 * @typedef {{ id: number, questionId: number, take: number, startedAt: string, status: "recording" | "complete" | "failed", chunks: number[] }} Speech a
 *   spoken answer, as far as the server has it
 * @typedef {{ state: State, attemptId: number, deadline?: string, sections: SectionRun[], openSection?: number | null,
 *   answers: import("./outbox.js").Saved[], speech?: Speech[], plays?: Record<string, number>, timeFactor?: number, extraSeconds?: number, pausedAt?: string,
 *   messages?: { id: number, at: string, text: string }[], highestSeq: number, receipt?: string, submittedAt?: string,
 *   paperKeys?: Record<string, string> }} Run
 * @typedef {{ label: string, text: string, plain?: string }} Choice
 * @typedef {{ id: number, type: string, text: string, plain?: string, passage?: string, audio?: { id: number, plays?: number | null } | null,
 *   options?: Choice[], left?: Choice[], right?: Choice[], preparationTime?: number, responseTime?: number, point?: number | string, words?: number | { min?: number, max?: number } }} Question
 * @typedef {{ section: { n: number, title: string, instruction?: string, duration: number, navigation: "linear" | "free" },
 *   passages: { code: string, title?: string, body: string }[], questions: Question[] }} Paper
 */

/** Under which names the device keeps what a reload needs. */
const CURRENT = "current";

/** States in which somebody sits. */
export const RUNNING = ["in_section", "suspended"];
/** States in which nothing can be done any more. */
export const OVER = ["submitted", "awaiting_rating", "scored", "published", "absent", "terminated", "voided"];

export class Seat extends EventTarget {
  /** @type {Partial<Sitter> | undefined} */
  who;
  /** @type {Lobby | undefined} */
  lobby;
  /** @type {Run | undefined} */
  run;
  /** @type {Map<number, Paper>} */
  papers = new Map();
  /** @type {Outbox | undefined} */
  outbox;
  /** @type {Live | undefined} */
  live;
  /** Questions that were answered by speech, as far as this device knows. @type {Set<number>} */
  spoken = new Set();
  /** Questions whose speech is on its way. @type {Set<number>} */
  sending = new Set();
  /** What was found when the devices were tried. @type {Record<string, boolean> | undefined} */
  devices;
  /** Whether the last call reached the server. */
  isOnline = true;

  /**
   * @param {{ api: import("./api.js").Api, clock: import("./clock.js").ServerClock, vault: import("./vault.js").Vault }} parts
   */
  constructor({ api, clock, vault }) {
    super();
    this.api = api;
    this.clock = clock;
    this.vault = vault;
    this.flags = new Flags({ api, now: () => clock.now() });
    this.prefetch = new Prefetch({ api, vault });
  }

  /** @param {string} name @param {unknown} [detail] */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Hears of changes until the signal says to stop. @param {string} name @param {(detail: any) => void} then @param {AbortSignal} [signal] */
  on(name, then, signal) {
    this.addEventListener(name, (event) => then(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  /** @param {string} name @param {string} registeredNumber @param {{ eventId?: number, takeOver?: boolean }} [more] */
  async logIn(name, registeredNumber, more = {}) {
    this.who = await this.api.post("/auth/login", { name, registeredNumber, ...more });
    this.api.forgetToken();
  }

  /** Who sits here and how far they are; false if nobody is logged in. @returns {Promise<boolean>} */
  async look() {
    const { isAuthenticated } = await this.api.get("/auth/check", { patience: 8000 });
    if (!isAuthenticated) return false;
    this.lobby = /** @type {Lobby} */ (await this.api.get("/lobby"));
    this.who ??= (await this.vault.read(CURRENT).catch(() => undefined))?.who;
    const { event, name, examRegisteredNumber } = this.lobby;
    this.who = { ...this.who, ...(name ? { name } : {}), ...(examRegisteredNumber ? { examRegisteredNumber } : {}), eventTitle: event.title };
    if (RUNNING.includes(this.lobby.state) || OVER.includes(this.lobby.state)) await this.refresh();
    else await this.keep();
    this.#fetchAhead();
    return true;
  }

  /** Whether anything changed while somebody waits. */
  async glance() {
    const before = this.lobby?.state;
    this.lobby = /** @type {Lobby} */ (await this.api.get("/lobby"));
    if (this.lobby.state !== before) await this.look();
    else this.#fetchAhead();
  }

  /** Whose sealed sections these are. */
  get #owner() {
    return `${this.lobby?.event.id}:${this.who?.examRegisteredNumber}`;
  }

  /** Lets the next section come before it opens. */
  #fetchAhead() {
    void this.prefetch.plan(this.#owner, ahead({ lobby: this.lobby, run: this.run, now: this.clock.now() }));
  }

  /** @param {string | undefined} entryCode @param {Record<string, boolean>} devices */
  async checkIn(entryCode, devices) {
    await this.api.post("/check-in", { ...(entryCode ? { entryCode } : {}), devices });
    this.lobby = /** @type {Lobby} */ (await this.api.get("/lobby"));
    this.#fetchAhead();
  }

  async start() {
    await this.api.post("/start", {});
    await this.refresh();
  }

  /** Reads everything anew, as it is after this call. */
  refresh = freshly(() => this.#read());

  async #read() {
    const run = /** @type {Run} */ (await this.api.get("/state"));
    const isOther = this.run?.attemptId !== run.attemptId;
    this.run = run;
    this.isOnline = true;
    if (run.attemptId) {
      if (isOther || !this.outbox) await this.#openOutbox(run.attemptId);
      if (OVER.includes(run.state) && this.isSaved()) await this.#close();
      else await this.#takeUp(run);
    }
    this.#say("state");
    return run;
  }

  /** @param {Run} run */
  async #takeUp(run) {
    await this.outbox?.reconcile(run.answers ?? [], run.highestSeq ?? 0);
    for (const { questionId, status } of run.speech ?? []) if (status === "complete") this.spoken.add(questionId);
    await this.keep();
    this.#fetchAhead();
  }

  /** The last take of a spoken answer that the server knows. @param {number} questionId @returns {Speech | undefined} */
  speechOf(questionId) {
    const takes = (this.run?.speech ?? []).filter((speech) => speech.questionId === questionId);
    return takes.sort((one, other) => one.take - other.take).at(-1);
  }

  /** @param {number} attemptId */
  async #openOutbox(attemptId) {
    await this.outbox?.end();
    const outbox = new Outbox({
      api: this.api,
      vault: this.vault,
      attemptId,
      now: () => this.clock.now(),
      onMark: (questionId) => this.#say("mark", questionId),
      onTrouble: (trouble) => {
        this.isOnline = trouble !== "unreachable";
        this.#say("trouble", trouble);
      },
    });
    this.outbox = outbox;
    await outbox.open();
  }

  /** The paper of a section, as it came ahead, from the server or, without it, as the device keeps it. @param {number} n @returns {Promise<Paper>} */
  async paper(n) {
    const known = this.papers.get(n);
    if (known) return known;
    const key = `${this.run?.attemptId}:paper:${n}`;
    try {
      const sealed = await this.prefetch.open(this.#owner, n, this.run?.paperKeys?.[n]);
      const paper = /** @type {Paper} */ (sealed ?? (await this.api.get(`/paper?section=${n}`, { patience: 60_000 })));
      this.papers.set(n, paper);
      await this.vault.write(key, paper).catch(() => {});
      return paper;
    } catch (error) {
      const kept = error instanceof Unreachable ? await this.vault.read(key).catch(() => undefined) : undefined;
      if (!kept) throw error;
      this.papers.set(n, kept);
      return kept;
    }
  }

  /** @param {number} n @param {"open" | "close"} what */
  async section(n, what) {
    await this.api.post(`/sections/${n}/${what}`, {});
    await this.refresh();
  }

  /** The section that takes answers now. */
  openSection() {
    return this.run?.sections.find((section) => section.state === "open");
  }

  /** The next one that was not opened. */
  nextSection() {
    return this.run?.sections.find((section) => section.state === "waiting");
  }

  /** What is said while somebody sits. */
  listen() {
    this.live ??= new Live({
      url: `${this.api.base}/events`,
      onOpen: () => {
        this.outbox?.retry();
        void this.refresh().catch(() => {});
      },
      onTold: (told) => {
        this.#say("told", told);
        if (told.name !== "message" && told.name !== "takeover") void this.refresh().catch(() => {});
      },
    });
  }

  /** Keeps what a reload without a network needs. */
  async keep() {
    const { who, lobby, run } = this;
    const ahead = this.clock.isKnown ? this.clock.deviceIsAhead() : undefined;
    await this.vault.write(CURRENT, { who, lobby, run, ahead }).catch(() => {});
  }

  /** Takes up a running exam as the device keeps it; false if there is none. */
  async restore() {
    const kept = await this.vault.read(CURRENT).catch(() => undefined);
    if (!kept?.run || !RUNNING.includes(kept.run.state)) return false;
    Object.assign(this, { who: kept.who, lobby: kept.lobby, run: kept.run });
    if (kept.ahead !== undefined) this.clock.guess(kept.ahead);
    await this.#openOutbox(kept.run.attemptId);
    await this.outbox?.reconcile(kept.run.answers ?? [], kept.run.highestSeq ?? 0);
    this.isOnline = false;
    return true;
  }

  /** Hands in; what is missing there is sent again first. @returns {Promise<{ receipt: string, submittedAt: string, answers: number }>} */
  async submit() {
    const { outbox, run } = this;
    if (!run) throw new Error("nothing runs");
    for (let attempt = 0; ; attempt += 1) {
      try {
        const highestSeq = outbox?.highestSeq ?? run.highestSeq;
        const handed = await this.api.post("/submit", { attemptId: run.attemptId, highestSeq }, { patience: 30_000 });
        await this.#close();
        return handed;
      } catch (error) {
        const gaps = error instanceof Refused && error.code === "answers_missing" ? error.body.gaps : undefined;
        if (!gaps || attempt >= 3) throw error;
        await outbox?.refill(gaps);
      }
    }
  }

  /** The exam is over here: nothing of it stays on the device that the server has. */
  async #close() {
    this.live?.end();
    this.live = undefined;
    const isSaved = this.isSaved();
    await this.outbox?.end();
    this.outbox = undefined;
    if (isSaved) await this.#wipe();
  }

  async #wipe() {
    if (this.run) await this.vault.wipe(this.run.attemptId).catch(() => {});
    await this.vault.remove(CURRENT).catch(() => {});
    await this.prefetch.forget();
    await globalThis.caches?.delete("balai-exam-pictures").catch(() => {});
  }

  /** Waits for speech that is on its way, at most so long. @param {number} milliseconds */
  async spoke(milliseconds) {
    const until = performance.now() + milliseconds;
    while (this.sending.size > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
    return this.sending.size === 0;
  }

  /** Whether every answer of this device is at the server. */
  isSaved() {
    return (this.outbox?.pending ?? 0) === 0;
  }

  /** Logs out. What the server has not acknowledged stays here, for whoever logs in as the same participant. */
  async leave() {
    await this.api.post("/auth/logout", {});
    this.api.forgetToken();
    await this.#close();
    await this.vault.remove(CURRENT).catch(() => {});
    await this.prefetch.forget();
    Object.assign(this, { who: undefined, lobby: undefined, run: undefined, outbox: undefined });
    this.papers.clear();
    this.spoken.clear();
    this.sending.clear();
  }
}
