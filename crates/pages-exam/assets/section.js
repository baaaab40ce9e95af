// @ts-check
// A section that is open: its questions, the ways between them, and its end by hand or by time.

import { Refused } from "./api.js";
import { ask, button, h, icon, notice, show, tell } from "./dom.js";
import { questionGrid, summaryOf } from "./navigator.js";
import { markedText, passageText, questionCard } from "./paper.js";
import { spokenKey } from "./speaking.js";
import { durationText, momentText, say } from "./texts.js";

/** Milliseconds that answers may take to arrive before a section is closed by hand, and by time. */
const PATIENCE = { hand: 15_000, time: 4000 };

/**
 * @typedef {import("./seat.js").Seat} Seat
 * @typedef {import("./seat.js").Paper} Paper
 * @typedef {import("./seat.js").SectionRun} SectionRun
 */

/** Where one is, on this device. @param {Seat} seat @param {number} n */
const placeKey = (seat, n) => `${seat.run?.attemptId}:place:${n}`;

/**
 * Shows an open section until it ends. @param {Seat} seat @param {SectionRun} section @param {() => number | undefined} remaining
 * @param {AbortSignal} signal ends it from outside
 * @returns {Promise<"closed" | "hand-in" | "over" | "aborted">}
 */
export async function sitSection(seat, section, remaining, signal) {
  show(h("h1", {}, section.title), h("div", { class: "skeleton", "aria-hidden": "true" }, h("span"), h("span"), h("span")));
  const paper = await seat.paper(section.n);
  for (const { id, type } of paper.questions) {
    if (type === "speaking" && (await seat.vault.read(spokenKey(seat.run?.attemptId, id)).catch(() => undefined))?.isDone) seat.spoken.add(id);
  }
  const kept = await seat.vault.read(placeKey(seat, section.n)).catch(() => undefined);
  if (signal.aborted) return "aborted";
  return new Promise((resolve) => {
    const sheet = new Sheet(seat, section, paper, kept ?? {}, resolve);
    seat.on("mark", (id) => sheet.marked(id), signal);
    seat.on("state", () => sheet.changed(), signal);
    seat.on("tick", () => remaining() === 0 && void sheet.timeOver(), signal);
    signal.addEventListener("abort", () => sheet.end("aborted"));
  });
}

class Sheet {
  /** @type {import("./paper.js").Card[]} */
  #cards;
  #at = 0;
  #isAll = false;
  #isOver = false;
  #isBusy = false;

  /** @param {Seat} seat @param {SectionRun} section @param {Paper} paper @param {{ at?: number, all?: boolean }} kept @param {(how: "closed" | "hand-in" | "over" | "aborted") => void} done */
  constructor(seat, section, paper, kept, done) {
    this.seat = seat;
    this.section = section;
    this.paper = paper;
    this.done = done;
    this.isLinear = paper.section.navigation === "linear";
    this.isLast = !seat.run?.sections.some((other) => other.n > section.n);
    this.#isAll = !this.isLinear && Boolean(kept.all);
    this.#at = Math.min(kept.at ?? this.#firstOpen(), paper.questions.length - 1);
    this.#cards = paper.questions.map((question, index) => questionCard({ question, number: index + 1, seat, isLinear: this.isLinear, onSpoken: () => this.marked(question.id) }));
    this.grid = questionGrid({ questions: paper.questions, outbox: this.#outbox(), onGo: (index) => this.go(index, true), isSpoken: (id) => seat.spoken.has(id) });
    this.#draw();
    this.go(Math.max(0, this.#at), false);
  }

  #outbox() {
    if (!this.seat.outbox) throw new Error("no attempt runs");
    return this.seat.outbox;
  }

  /** In order: behind the last that was answered, whatever this device knows. */
  #firstOpen() {
    if (!this.isLinear) return 0;
    const answered = this.paper.questions.map(({ id }) => this.#outbox().valueOf(id) !== null || this.seat.spoken.has(id));
    return answered.lastIndexOf(true) + 1;
  }

  #draw() {
    const { section, paper } = this;
    const count = this.seat.run?.sections.length ?? 1;
    const ends = section.deadline && h("span", {}, say("exam-ends-at", { time: momentText(section.deadline, this.seat.lobby?.event.timeZone, { timeStyle: "short" }) }));
    this.ends = h("span", {}, ends);
    const facts = h("p", { class: "facts" }, h("span", {}, say("exam-section-of", { n: section.n, count })), h("span", {}, durationText(paper.section.duration)), this.ends);
    const instruction = paper.section.instruction && h("details", { class: "instruction", open: this.#at === 0 }, h("summary", {}, say("exam-instruction")), markedText(paper.section.instruction, ""));
    this.view = h("button", { type: "button", class: "button small quiet view", hidden: this.isLinear || paper.questions.length < 2, onclick: () => this.#turnView() });
    this.before = button(say("exam-before"), () => this.go(this.#at - 1, true), { class: "quiet" });
    this.before.prepend(icon("back"));
    this.after = button(say("exam-next"), () => void this.#next());
    this.after.append(icon("arrow"));
    this.finish = button(say(this.isLast ? "exam-finish-last" : "exam-finish"), () => void this.close(), { class: "finish" });
    this.where = h("p", { class: "where", "aria-hidden": "true" });
    this.ways = h("nav", { class: "ways-between", "aria-label": say("exam-ways") }, this.before, this.where, this.after);
    this.groups = this.#groups();
    this.sheet = h("div", { class: "sheet" }, ...this.groups.map(({ element }) => element), this.ways);
    const told = h("p", { class: "how" }, this.isLinear ? say("exam-linear-told") : "");
    const messages = h("div", { class: "messages" });
    this.messages = messages;
    this.rail = h("aside", { class: "rail", "aria-label": say("exam-overview") }, this.isLinear ? told : this.grid.element, messages, this.finish);
    const wide = matchMedia("(min-width: 64rem)");
    this.grid.element.open = wide.matches;
    show(h("div", { class: "sitting-page" }, h("header", { class: "paper-head" }, h("div", {}, h("h1", {}, paper.section.title), facts), this.view, instruction || null), this.sheet, this.rail));
    this.#tellMessages();
  }

  /** Questions beside the passage that they are about. */
  #groups() {
    const passages = new Map(this.paper.passages.map((passage) => [passage.code, passage]));
    /** @type {{ code: string | undefined, element: HTMLElement, cards: HTMLElement, indexes: number[] }[]} */
    const groups = [];
    this.paper.questions.forEach(({ passage: code }, index) => {
      let group = groups.at(-1);
      if (!group || group.code !== code || code === undefined) {
        const passage = code === undefined ? undefined : passages.get(code);
        const cards = h("div", { class: "cards-of" });
        group = { code, cards, indexes: [], element: h("div", { class: passage ? "group with-passage" : "group" }, passage && passageText(passage), cards) };
        groups.push(group);
      }
      group.indexes.push(index);
      group.cards.append(this.#cards[index].element);
    });
    return groups;
  }

  #turnView() {
    this.#isAll = !this.#isAll;
    this.go(this.#at, true);
  }

  /** @param {number} index @param {boolean} isAsked whether somebody wants to go there, so that it gets the focus */
  go(index, isAsked) {
    const last = this.paper.questions.length - 1;
    this.#at = Math.min(Math.max(0, index), last);
    const at = this.#at;
    for (const group of this.groups ?? []) group.element.hidden = !this.#isAll && !group.indexes.includes(at);
    this.#cards.forEach((card, place) => (card.element.hidden = !this.#isAll && place !== at));
    if (this.view) this.view.textContent = say(this.#isAll ? "exam-view-one" : "exam-view-all");
    if (this.ways) this.ways.hidden = this.#isAll;
    if (this.before) this.before.hidden = this.isLinear || at === 0;
    if (this.after) this.after.hidden = at === last;
    if (this.where) this.where.textContent = say("exam-where", { number: at + 1, count: last + 1 });
    if (this.finish) this.finish.hidden = this.isLinear && at < last;
    this.grid.update(at);
    void this.seat.vault.write(placeKey(this.seat, this.section.n), { at, all: this.#isAll }).catch(() => {});
    if (!isAsked) return;
    const heading = this.#cards[at].element.querySelector("h2");
    heading?.focus({ preventScroll: true });
    (heading?.closest(".group") ?? heading)?.scrollIntoView({ block: "start" });
    if (this.#isAll) heading?.scrollIntoView({ block: "start" });
  }

  async #next() {
    if (this.#cards[this.#at].isBusy()) return void notice(say("exam-speaking-first"), "wrong");
    if (this.isLinear) {
      const { id } = this.paper.questions[this.#at];
      const isEmpty = summaryOf([{ id }], this.#outbox(), (one) => this.seat.spoken.has(one) || this.seat.sending.has(one)).answered === 0;
      const question = { heading: say("exam-skip"), lines: [say("exam-skip-lead")], yes: say("exam-skip-do"), no: say("exam-stay") };
      if (isEmpty && !(await ask(question))) return;
    }
    this.go(this.#at + 1, true);
  }

  /** Where an answer is has changed. @param {number} id */
  marked(id) {
    const index = this.paper.questions.findIndex((question) => question.id === id);
    if (index < 0) return;
    this.#cards[index].update();
    this.grid.update(this.#at);
  }

  /** The server was asked anew: times, messages, what another device answered. */
  changed() {
    const now = this.seat.run?.sections.find(({ n }) => n === this.section.n);
    if (!now) return;
    this.section = now;
    if (now.deadline && this.ends) this.ends.textContent = say("exam-ends-at", { time: momentText(now.deadline, this.seat.lobby?.event.timeZone, { timeStyle: "short" }) });
    const focused = document.activeElement;
    this.#cards.forEach((card) => {
      if (!card.element.contains(focused)) card.refill();
      card.update();
    });
    this.#tellMessages();
    if (now.state !== "open" && !this.#isBusy) this.end("over");
  }

  #tellMessages() {
    const messages = this.seat.run?.messages ?? [];
    if (messages.length === 0) return this.messages?.replaceChildren();
    const time = (/** @type {string} */ at) => momentText(at, this.seat.lobby?.event.timeZone, { timeStyle: "short" });
    this.messages?.replaceChildren(h("h2", {}, say("exam-messages")), h("ul", {}, ...messages.map(({ at, text }) => h("li", {}, h("time", { datetime: at }, time(at)), " ", text))));
  }

  /** Closes by hand: what is not answered or not safe is said first. */
  async close() {
    if (this.#isBusy || this.#isOver) return;
    if (this.#cards.some((card) => card.isBusy())) return void notice(say("exam-speaking-first"), "wrong");
    const { unanswered, marked } = summaryOf(this.paper.questions, this.#outbox(), (id) => this.seat.spoken.has(id) || this.seat.sending.has(id));
    const lines = [
      unanswered.length > 0 ? h("p", { class: "told-missing" }, icon("warning"), " ", say("exam-unanswered", { numbers: unanswered.join(", ") })) : say("exam-all-answered"),
      marked > 0 && say("exam-marked-left", { count: marked }),
      say(this.isLast ? "exam-finish-last-lead" : "exam-finish-lead"),
    ];
    const yes = say(this.isLast ? "exam-hand-in-do" : "exam-finish-do");
    if (!(await ask({ heading: say(this.isLast ? "exam-finish-last" : "exam-finish"), lines, yes, no: say("exam-stay") }))) return;
    this.#isBusy = true;
    this.finish?.setAttribute("aria-busy", "true");
    try {
      await this.#deliver();
    } finally {
      this.#isBusy = false;
      this.finish?.removeAttribute("aria-busy");
    }
  }

  async #deliver() {
    tell(say("exam-sending"));
    const isSaved = await this.#outbox().settled(PATIENCE.hand);
    if (!isSaved || !(await this.seat.spoke(PATIENCE.hand))) return void notice(say("exam-not-saved-yet"), "wrong");
    if (this.isLast) return this.end("hand-in");
    try {
      await this.seat.section(this.section.n, "close");
      this.end("closed");
    } catch (error) {
      notice(error instanceof Refused ? error.message : say("exam-not-reached"), "wrong");
    }
  }

  /** Time is over: what is on the screen is kept and sent first; then the server is asked what follows. */
  async timeOver() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.sheet?.setAttribute("inert", "");
    document.querySelector("dialog[open]")?.remove();
    const line = notice(say("exam-time-over"));
    for (const card of this.#cards) card.stop();
    this.#isBusy = true;
    await this.#outbox().settled(PATIENCE.time);
    this.#isBusy = false;
    for (let failures = 0; ; failures += 1) {
      try {
        await this.seat.refresh();
      } catch {
        line.lastElementChild?.previousElementSibling?.replaceChildren(say("exam-time-over-offline"));
      }
      if (this.section.state !== "open" || this.seat.run?.sections.find(({ n }) => n === this.section.n)?.state !== "open") break;
      // Time was given at the last moment.
      if (this.section.deadline && Date.parse(this.section.deadline) > this.seat.clock.now() + 1000) return this.#goOn(line);
      await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 700 * (failures + 1))));
    }
    line.remove();
    this.end("over");
  }

  /** @param {HTMLElement} line */
  #goOn(line) {
    line.remove();
    this.#isOver = false;
    this.sheet?.removeAttribute("inert");
  }

  /** @param {"closed" | "hand-in" | "over" | "aborted"} how */
  end(how) {
    for (const card of this.#cards) card.stop();
    this.done(how);
  }
}
