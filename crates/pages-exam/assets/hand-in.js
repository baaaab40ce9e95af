// @ts-check
// The end: handing in, the receipt, the result, and what else an end can be.

import { Refused, backOff, isTemporary } from "./api.js";
import { button, h, icon, notice, show, tell } from "./dom.js";
import { faultText } from "./entry.js";
import { resultParts } from "./result.js";
import { momentText, say } from "./texts.js";

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Hands in, as often as it takes; what it waits for is said. @param {import("./seat.js").Seat} seat
 * @returns {Promise<{ receipt: string, submittedAt: string, answers: number } | undefined>} nothing where it cannot be handed in any more
 */
export async function handIn(seat) {
  const says = h("p", { class: "lead", role: "status" }, say("exam-handing-in"));
  show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-hand-in")), says, h("progress", { "aria-label": say("exam-handing-in") })));
  for (let failures = 0; ; failures += 1) {
    try {
      await seat.outbox?.settled(10_000);
      await seat.spoke(30_000);
      return await seat.submit();
    } catch (error) {
      if (error instanceof Refused && ["attempt_ended", "not_started"].includes(error.code)) return undefined;
      if (!isTemporary(error) && !(error instanceof Refused && error.code === "answers_missing")) throw error;
      says.textContent = say("exam-hand-in-waits");
      await pause(backOff(failures, error));
    }
  }
}

/** Everything is closed and nothing handed in: one button. @param {import("./seat.js").Seat} seat @returns {Promise<void>} */
export function handInScreen(seat) {
  return new Promise((resolve) => {
    const pending = seat.outbox?.pending ?? 0;
    const sections = (seat.run?.sections ?? []).map(({ title }) => h("li", { class: "closed" }, icon("check"), h("span", {}, title)));
    show(
      h(
        "section",
        { class: "between" },
        h("h1", {}, say("exam-hand-in")),
        h("p", { class: "lead" }, say("exam-hand-in-lead")),
        h("ol", { class: "way" }, ...sections),
        pending > 0 ? h("p", { class: "told-missing" }, icon("device"), " ", say("exam-saving", { count: pending })) : null,
        h("p", { class: "actions" }, button(say("exam-hand-in-do"), () => resolve())),
      ),
    );
  });
}

/**
 * What was handed in. @param {import("./seat.js").Seat} seat @param {{ receipt?: string, submittedAt?: string, answers?: number }} handed @param {() => void} onLeave
 */
export function receiptScreen(seat, handed, onLeave) {
  const zone = seat.lobby?.event.timeZone;
  const facts = [
    [say("exam-receipt-name"), seat.who?.name],
    [say("exam-receipt-number"), seat.who?.examRegisteredNumber],
    [say("exam-receipt-exam"), seat.lobby?.event.title],
    [say("exam-receipt-at"), handed.submittedAt && momentText(handed.submittedAt, zone, { dateStyle: "long", timeStyle: "medium" })],
    [say("exam-receipt-answers"), handed.answers],
  ];
  const list = facts.filter(([, value]) => value !== undefined && value !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value))));
  const code = handed.receipt && h("div", { class: "receipt-code" }, h("p", { class: "how" }, say("exam-receipt-code")), h("code", {}, grouped(handed.receipt)));
  const result = h("div", { class: "result" });
  const look = button(say("exam-result-look"), () => void showResult(seat, result).then((isShown) => (look.hidden = isShown)), { class: "quiet" });
  const print = button(say("exam-print"), () => globalThis.print(), { class: "quiet" });
  const leave = button(say("exam-logout"), onLeave);
  show(
    h(
      "section",
      { class: "receipt" },
      h("div", { class: "receipt-sign" }, icon("check")),
      h("h1", {}, say("exam-handed-in")),
      h("p", { class: "lead" }, say("exam-handed-in-lead")),
      h("dl", { class: "receipt-facts" }, ...list),
      code || null,
      handed.receipt ? h("p", { class: "how" }, h("a", { href: `/receipt/${handed.receipt}` }, say("exam-receipt-verify"))) : null,
      result,
      h("p", { class: "actions" }, print, look, leave),
    ),
  );
}

/** In fours, as people compare long numbers. @param {string} receipt */
const grouped = (receipt) => receipt.replace(/(.{4})(?=.)/g, "$1 ");

/** Whether there is one to be shown. @param {import("./seat.js").Seat} seat @param {HTMLElement} into @returns {Promise<boolean>} */
async function showResult(seat, into) {
  let isShown = false;
  try {
    const result = await seat.api.get("/result");
    const hasScore = result.totalScore !== undefined || result.scaled !== undefined;
    const certificate = hasScore ? [h("p", { class: "how" }, h("a", { class: "button quiet", href: "/exam/sertifikat" }, say("exam-result-certificate")))] : [];
    into.replaceChildren(h("h2", {}, say("exam-result")), ...resultParts(result), ...certificate);
    isShown = true;
  } catch (error) {
    const isKept = error instanceof Refused && error.status === 404;
    into.replaceChildren(h("p", { class: "how" }, isKept ? say("exam-result-kept") : faultText(error)));
  }
  tell(into.querySelector(".score, .how")?.textContent ?? "");
  return isShown;
}

/** An end that was not handed in here. @param {string} state @param {() => void} onLeave */
export function overScreen(state, onLeave) {
  const key = state === "terminated" ? "exam-over-terminated" : state === "absent" ? "exam-over-absent" : state === "voided" ? "exam-over-voided" : "exam-over";
  show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-over-title")), h("p", { class: "lead" }, say(key)), h("p", { class: "actions" }, button(say("exam-logout"), onLeave, { class: "quiet" }))));
}

/** `/receipt/{receipt}`: whether a receipt is good. @param {import("./api.js").Api} api @param {string} receipt */
export async function verifyScreen(api, receipt) {
  try {
    const found = await api.get(`/receipts/${encodeURIComponent(receipt)}`);
    const facts = [
      [say("exam-receipt-exam"), found.eventTitle],
      [say("exam-receipt-number"), found.examRegisteredNumber],
      [say("exam-receipt-at"), momentText(found.submittedAt, undefined, { dateStyle: "long", timeStyle: "medium" })],
      [say("exam-receipt-answers"), found.answers],
    ];
    show(
      h(
        "section",
        { class: "receipt" },
        h("div", { class: `receipt-sign ${found.valid ? "" : "bad"}` }, icon(found.valid ? "check" : "warning")),
        h("h1", {}, say(found.valid ? "exam-verified" : "exam-not-verified")),
        h("p", { class: "lead" }, say(found.valid ? "exam-verified-lead" : "exam-not-verified-lead")),
        h("dl", { class: "receipt-facts" }, ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
        h("div", { class: "receipt-code" }, h("code", {}, grouped(found.receipt))),
        h("p", { class: "actions" }, button(say("exam-print"), () => globalThis.print(), { class: "quiet" })),
      ),
    );
  } catch (error) {
    show(h("section", { class: "narrow told" }, h("h1", {}, say("exam-receipt")), h("p", { class: "lead" }, faultText(error))));
    if (!(error instanceof Refused)) notice(faultText(error), "wrong");
  }
}
