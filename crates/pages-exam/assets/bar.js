// @ts-check
// What stands in sight all the time: how much time is left, and whether what was written is safe.

import { isTemporary } from "./api.js";
import { Warnings, clockText, everyHalfSecond, left } from "./countdown.js";
import { byId, h, icon, notice } from "./dom.js";
import { say } from "./texts.js";

/** Milliseconds between two looks whether the server is there. */
const BEAT = 60_000;

/** @param {import("./seat.js").Seat} seat */
export function statusBar(seat) {
  const warnings = new Warnings();
  const time = h("span", { class: "time", role: "timer", "aria-live": "off" });
  const what = h("span", { class: "unseen" });
  const hide = h("button", { type: "button", class: "timer", "aria-pressed": "false" }, icon("clock"), what, time);
  const safe = h("span", { class: "safe-sign" });
  byId("bar-tools").replaceChildren(safe, hide);
  byId("bar-title").textContent = seat.lobby?.event.title ?? "";
  let isHidden = false;
  /** @type {number | undefined} */
  let frozen;
  let beaten = performance.now();

  hide.addEventListener("click", () => {
    isHidden = !isHidden;
    hide.setAttribute("aria-pressed", String(isHidden));
    showTime();
  });

  /** Milliseconds that are left; a stopped clock shows what it showed. */
  const remaining = () => {
    const { run } = seat;
    const deadline = seat.openSection()?.deadline ?? run?.deadline;
    const now = run?.pausedAt && run.state === "suspended" ? Date.parse(run.pausedAt) : seat.clock.now();
    frozen = run?.state === "suspended" && !run.pausedAt ? (frozen ?? left(deadline, now)) : undefined;
    return frozen ?? left(deadline, now);
  };
  const showTime = () => {
    const rest = remaining();
    what.textContent = `${say(isHidden ? "exam-time-show" : "exam-time-hide")} `;
    time.textContent = rest === undefined ? "" : isHidden ? say("exam-time-hidden") : clockText(rest);
    hide.hidden = rest === undefined;
    hide.classList.toggle("soon", rest !== undefined && rest <= 5 * 60_000);
    hide.classList.toggle("last", rest !== undefined && rest <= 60_000);
    const due = rest === undefined || seat.run?.state === "suspended" ? undefined : warnings.due(rest);
    if (due) warn(due);
  };
  const warn = (/** @type {number} */ due) => {
    const text = due === 60_000 ? say("exam-warn-minute") : say("exam-warn-minutes", { count: due / 60_000 });
    const line = notice(text);
    setTimeout(() => line.remove(), 12_000);
  };
  const showSafe = () => {
    const count = seat.outbox?.pending ?? 0;
    const isAway = !seat.isOnline;
    safe.className = `safe-sign ${isAway ? "away-sign" : count > 0 ? "waiting" : "all"}`;
    const text = isAway ? say("exam-offline", { count }) : count > 0 ? say("exam-saving", { count }) : say("exam-all-saved");
    safe.replaceChildren(icon(isAway ? "offline" : count > 0 ? "device" : "check"), h("span", {}, text));
    safe.title = text;
  };
  /** Now and then the server is asked what time it is; more often where the device is in doubt. */
  const beat = () => {
    if (performance.now() - beaten < BEAT && !seat.clock.isInDoubt()) return;
    beaten = performance.now() + Math.random() * 10_000;
    const work = seat.live?.isOpen && seat.isOnline && seat.openSection() ? seat.api.get("/auth/check") : seat.refresh();
    void work.then(
      () => (seat.isOnline = true),
      (error) => (seat.isOnline = !isTemporary(error)),
    );
  };
  const marks = new AbortController();
  seat.on("mark", showSafe, marks.signal);
  seat.on("state", () => showTime(), marks.signal);
  const stop = everyHalfSecond(() => {
    showTime();
    showSafe();
    beat();
    seat.dispatchEvent(new Event("tick"));
  });
  showTime();
  showSafe();
  return {
    remaining,
    stop: () => {
      stop();
      marks.abort();
      byId("bar-tools").replaceChildren();
    },
  };
}
