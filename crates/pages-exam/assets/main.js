// @ts-check
// Which screen is shown: from the login to the receipt, and whatever comes in between.

import { Api, Refused, isTemporary, backOff } from "./api.js";
import { statusBar } from "./bar.js";
import { Cameras } from "./cameras.js";
import { checkScreen } from "./checks.js";
import { ServerClock } from "./clock.js";
import { button, byId, h, icon, notice, show } from "./dom.js";
import { faultText, logInScreen, registerScreen } from "./entry.js";
import { handIn, handInScreen, overScreen, receiptScreen, verifyScreen } from "./hand-in.js";
import { betweenScreen, lobbyScreen } from "./lobby.js";
import { OVER, RUNNING, Seat } from "./seat.js";
import { sitSection } from "./section.js";
import { language, say } from "./texts.js";
import { openVault } from "./vault.js";

const clock = new ServerClock();
const api = new Api({ language: language() === "id" ? "id" : "en", onTime: (now, sent, received) => clock.learn(now, sent, received) });

/** Milliseconds that the end of a recording may keep somebody who wants to log out. */
const RECORDED = 20_000;

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The worker opens the page without a network; a browser that has none loads it anew. */
function keepPage() {
  const worker = byId("program").dataset.worker;
  if (worker && "serviceWorker" in navigator) void navigator.serviceWorker.register(worker, { scope: "/exam" }).catch(() => {});
}

/** What is said of a network that is not there, until it is. @param {number} failures */
async function unreachable(failures) {
  if (failures === 0) show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-not-reached-title")), h("p", { class: "lead" }, say("exam-not-reached-lead")), h("div", { class: "skeleton", "aria-hidden": "true" }, h("span"), h("span"), h("span"))));
  await pause(Math.min(10_000, backOff(failures)));
}

/** One tab at a time writes: two would give the same numbers to different answers. @param {number} attemptId @returns {Promise<AbortSignal>} */
function takeTab(attemptId) {
  const lost = new AbortController();
  if (!navigator.locks) return Promise.resolve(lost.signal);
  return new Promise((resolve) => {
    const hold = () => (resolve(lost.signal), new Promise(() => {}));
    const name = `balai-exam-${attemptId}`;
    const steal = () => void navigator.locks.request(name, { steal: true }, hold).catch(() => lost.abort());
    void navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock) return hold();
        show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-other-tab")), h("p", { class: "lead" }, say("exam-other-tab-lead")), h("p", { class: "actions" }, button(say("exam-other-tab-do"), steal))));
        return undefined;
      })
      .catch(() => lost.abort());
  });
}

class Exam {
  /** @type {ReturnType<typeof statusBar> | undefined} */
  #bar;
  #watching = new AbortController();
  /** What has ended the sitting here. @type {"" | "elsewhere" | "login"} */
  #halted = "";
  /** Ends the section that is shown. */
  #shown = new AbortController();
  #isBegun = false;
  /** The attempt for which this is the one tab that writes. */
  #tab = 0;

  /** @param {Seat} seat */
  constructor(seat) {
    this.seat = seat;
    this.cameras = new Cameras(seat);
    seat.on("trouble", (trouble) => (trouble === "elsewhere" || trouble === "login") && this.#halt(trouble));
    seat.on("told", (told) => this.#told(told));
    addEventListener("online", () => seat.outbox?.retry());
    addEventListener("offline", () => (seat.isOnline = false));
    const hurry = () => void seat.outbox?.hurry();
    addEventListener("pagehide", hurry);
    document.addEventListener("visibilitychange", () => document.hidden && hurry());
    addEventListener("beforeunload", (event) => {
      if (seat.outbox?.pending && seat.run && RUNNING.includes(seat.run.state)) event.preventDefault();
    });
  }

  /** From whatever is known to the end. */
  async run() {
    for (;;) {
      try {
        await this.#step();
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  #failures = 0;

  /** @param {unknown} error */
  async #failed(error) {
    if (error instanceof Refused && error.status === 401) return this.#forget();
    if (isTemporary(error)) {
      await unreachable(this.#failures);
      this.#failures += 1;
      return;
    }
    await new Promise((resolve) => {
      show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-broken-title")), h("p", { class: "lead" }, faultText(error)), h("p", {}, say("exam-broken-advice")), h("p", { class: "actions" }, button(say("exam-try-again"), () => resolve(undefined)))));
    });
    await this.seat.look().catch(() => {});
  }

  #forget() {
    this.seat.lobby = undefined;
    this.seat.run = undefined;
  }

  async #step() {
    const { seat } = this;
    if (this.#halted) return this.#afterHalt();
    if (!seat.lobby) return this.#enter();
    const state = seat.run && seat.run.attemptId ? seat.run.state : seat.lobby.state;
    this.#failures = 0;
    if (RUNNING.includes(state)) return this.#sit();
    if (OVER.includes(state)) return this.#over(state);
    return this.#wait();
  }

  /** Finds who sits here, or asks. */
  async #enter() {
    const { seat } = this;
    try {
      if (await seat.look()) return;
    } catch (error) {
      if (isTemporary(error) && (await seat.restore())) return void notice(say("exam-restored"));
      throw error;
    }
    await logInScreen(seat);
    await seat.look();
  }

  async #wait() {
    const { seat } = this;
    if (seat.lobby?.state === "registered" && !seat.devices) seat.devices = await checkScreen(seat);
    await new Promise((resolve) => {
      const end = lobbyScreen(seat, {
        onStart: async () => {
          // They are asked for while a click is fresh, which browsers want for a screen.
          await this.cameras.open();
          await seat.start();
          resolve(undefined);
        },
        onLeave: () => void this.#leave().then(resolve),
      });
      seat.on("state", () => (seat.run?.attemptId || !["registered", "ready"].includes(seat.lobby?.state ?? "")) && (end(), resolve(undefined)));
    });
  }

  async #begin() {
    if (this.#isBegun || !this.seat.run) return;
    this.#isBegun = true;
    document.body.classList.add("in-exam");
    if (this.#tab !== this.seat.run.attemptId) {
      const lost = await takeTab(this.seat.run.attemptId);
      lost.addEventListener("abort", () => location.reload());
      this.#tab = this.seat.run.attemptId;
    }
    this.#bar = statusBar(this.seat);
    this.seat.listen();
    this.seat.flags.watch(this.#watching.signal);
    this.cameras.begin();
  }

  async #sit() {
    const { seat } = this;
    await this.#begin();
    if (seat.run?.state === "suspended") return this.#paused();
    const open = seat.openSection();
    if (open) return this.#section(open);
    const next = seat.nextSection();
    this.#shown = new AbortController();
    if (next) return Promise.race([betweenScreen(seat, next), this.#changed()]);
    await Promise.race([handInScreen(seat), this.#changed()]);
    if (seat.run && RUNNING.includes(seat.run.state)) await this.#handIn();
  }

  /** @param {import("./seat.js").SectionRun} open */
  async #section(open) {
    const { seat } = this;
    this.#shown = new AbortController();
    const { signal } = this.#shown;
    seat.on("state", () => seat.run?.state !== "in_section" && this.#shown.abort(), signal);
    const how = await sitSection(seat, open, () => this.#bar?.remaining(), signal);
    this.#shown.abort();
    // Where time has ended the last section, nothing is left to be done but that.
    const isLastOver = how === "over" && !seat.openSection() && !seat.nextSection() && seat.run && RUNNING.includes(seat.run.state);
    if (how === "hand-in" || isLastOver) await this.#handIn();
  }

  /** Until somebody paused, ended or halted what is shown. @returns {Promise<void>} */
  #changed() {
    const { seat } = this;
    const before = JSON.stringify([seat.run?.state, seat.run?.sections.map(({ state }) => state)]);
    return new Promise((resolve) => {
      const { signal } = this.#shown;
      signal.addEventListener("abort", () => resolve());
      seat.on("state", () => JSON.stringify([seat.run?.state, seat.run?.sections.map(({ state }) => state)]) !== before && resolve(), signal);
    });
  }

  async #paused() {
    this.#shown = new AbortController();
    show(h("section", { class: "narrow told paused" }, h("div", { class: "receipt-sign" }, icon("pause")), h("h1", {}, say("exam-paused")), h("p", { class: "lead" }, say("exam-paused-lead"))));
    await this.#changed();
  }

  async #handIn() {
    const handed = await handIn(this.seat);
    await this.#stop();
    await this.seat.look().catch(() => {});
    if (handed) this.#handed = handed;
  }

  /** @type {{ receipt: string, submittedAt: string, answers: number } | undefined} */
  #handed;

  async #stop() {
    this.cameras.end();
    void this.seat.flags.send();
    this.#watching.abort();
    this.#bar?.stop();
    this.#bar = undefined;
    document.body.classList.remove("in-exam");
    document.body.classList.add("after-exam");
    byId("notices").replaceChildren();
  }

  /** @param {string} state */
  async #over(state) {
    const { seat } = this;
    await this.#stop();
    const isHandedIn = ["submitted", "awaiting_rating", "scored", "published"].includes(state);
    // Time has ended it: what is still here is sent, and then it is said that nothing more comes.
    if (isHandedIn && !this.#handed && seat.run?.attemptId) this.#handed = await handIn(seat).catch(() => undefined);
    await new Promise((resolve) => {
      const leave = () => void this.#leave().then(resolve);
      if (isHandedIn) receiptScreen(seat, this.#handed ?? { receipt: seat.run?.receipt, submittedAt: seat.run?.submittedAt }, leave);
      else overScreen(state, leave);
    });
  }

  async #leave() {
    try {
      await this.cameras.arrived(RECORDED);
      await this.seat.leave();
      location.assign("/exam");
      await pause(10_000);
    } catch (error) {
      notice(faultText(error), "wrong");
    }
  }

  /** @param {import("./live.js").Told} told */
  #told({ name, data }) {
    if (name === "takeover") return this.#halt("elsewhere");
    if (name === "message" && data.text) {
      notice(say("exam-message", { text: data.text }));
      void this.seat.refresh().catch(() => {});
    }
    if (name === "extend" && data.seconds) notice(say("exam-extended", { count: Math.round(data.seconds / 60) }));
    if (name === "resume") notice(say("exam-resumed"));
  }

  /** @param {"elsewhere" | "login"} why */
  #halt(why) {
    if (this.#halted) return;
    this.#halted = why;
    this.seat.live?.end();
    this.seat.live = undefined;
    if (this.seat.outbox) this.seat.outbox.trouble = why;
    this.#shown.abort();
  }

  /** What is not sent stays here; whoever logs in again goes on. */
  async #afterHalt() {
    const why = this.#halted;
    const { seat } = this;
    const pending = seat.outbox?.pending ?? 0;
    await this.#stop();
    this.#isBegun = false;
    this.#watching = new AbortController();
    document.body.classList.remove("after-exam");
    if (why === "elsewhere") {
      await new Promise((resolve) => {
        const kept = pending > 0 ? h("p", { class: "told-missing" }, icon("device"), " ", say("exam-kept-here", { count: pending })) : null;
        show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-elsewhere")), h("p", { class: "lead" }, say("exam-elsewhere-told")), kept, h("p", { class: "actions" }, button(say("exam-elsewhere-do"), () => resolve(undefined)))));
      });
    }
    await logInScreen(seat, { told: say(why === "elsewhere" ? "exam-login-back" : "exam-login-again"), takeOver: why === "elsewhere" });
    this.#halted = "";
    seat.outbox?.retry();
    await seat.look();
  }
}

async function begin() {
  const way = /** @type {HTMLInputElement} */ (byId("kembali"));
  way.value = location.pathname + location.search;
  const receipt = /^\/receipt\/([^/]+)$/.exec(location.pathname)?.[1];
  if (receipt) return verifyScreen(api, decodeURIComponent(receipt));
  const token = new URLSearchParams(location.search).get("token");
  if (location.pathname === "/registration") {
    await registerScreen(api, token ?? "");
    return location.replace("/exam");
  }
  keepPage();
  return new Exam(new Seat({ api, clock, vault: await openVault() })).run();
}

void begin();
