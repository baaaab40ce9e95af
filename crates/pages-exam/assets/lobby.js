// @ts-check
// Waiting for the beginning, by the server's clock; checking in, starting, and the breath between two sections.

import { Refused } from "./api.js";
import { clockText, everyHalfSecond } from "./countdown.js";
import { button, h, icon, notice, show } from "./dom.js";
import { faultText } from "./entry.js";
import { durationText, momentText, say } from "./texts.js";

/** Milliseconds between two looks whether anything changed. */
const LOOK = 30_000;

/**
 * Waits until the exam was started. @param {import("./seat.js").Seat} seat @param {{ onStart: () => Promise<void>, onLeave: () => void }} then
 */
export function lobbyScreen(seat, { onStart, onLeave }) {
  const { lobby } = seat;
  if (!lobby) throw new Error("nobody waits");
  const { event } = lobby;
  const starts = Date.parse(event.startsAt);
  const clock = h("p", { class: "lobby-clock", role: "timer", "aria-live": "off" });
  const says = h("p", { class: "lobby-says" });
  const code = h("input", { id: "code", name: "code", type: "text", class: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 40, "aria-describedby": "code-hint" });
  const codeField = h("div", { class: "field" }, h("label", { for: "code" }, say("exam-code")), h("p", { class: "hint", id: "code-hint" }, say("exam-code-hint")), code);
  const checkIn = h("button", { type: "submit", class: "button" }, say("exam-check-in"));
  const form = h("form", { class: "form", method: "post" }, codeField, checkIn);
  const start = button(say("exam-start"), () => void begin());
  const complaint = h("p", { class: "complaint", role: "alert", hidden: true });

  const complain = (/** @type {unknown} */ error) => {
    complaint.replaceChildren(icon("warning"), h("span", {}, faultText(error)));
    complaint.hidden = false;
  };
  const update = () => {
    const state = seat.lobby?.state;
    const rest = starts - seat.clock.now();
    clock.textContent = rest > 0 ? clockText(rest) : say("exam-lobby-now");
    says.textContent = rest > 0 ? say("exam-lobby-until") : say(state === "ready" ? "exam-lobby-ready" : "exam-lobby-check-in");
    form.hidden = state !== "registered";
    codeField.hidden = !seat.lobby?.event.entryCodeNeeded;
    code.required = !codeField.hidden;
    start.hidden = state !== "ready";
    start.disabled = rest > 0;
  };
  const begin = async () => {
    start.setAttribute("aria-busy", "true");
    complaint.hidden = true;
    try {
      await onStart();
      end();
    } catch (error) {
      complain(error);
    } finally {
      start.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    checkIn.setAttribute("aria-busy", "true");
    complaint.hidden = true;
    try {
      await seat.checkIn(code.value.trim() || undefined, seat.devices ?? {});
      update();
      start.focus();
    } catch (error) {
      complain(error);
    } finally {
      checkIn.removeAttribute("aria-busy");
    }
  });
  let looked = performance.now();
  const stop = everyHalfSecond(() => {
    update();
    if (performance.now() - looked < LOOK) return;
    looked = performance.now() + Math.random() * 10_000;
    void seat.glance().catch(() => {});
  });
  const end = () => stop();
  const time = (/** @type {string} */ at) => momentText(at, event.timeZone);
  const factor = lobby.timeFactor ?? 1;
  const sections = lobby.sections.map((section) => h("li", {}, h("strong", {}, section.title), h("span", {}, sectionFacts(section, factor))));
  show(
    h(
      "section",
      { class: "lobby" },
      h("div", { class: "lobby-head" }, h("p", { class: "over" }, h("bdi", {}, seat.who?.name ?? ""), " · ", seat.who?.examRegisteredNumber ?? ""), h("h1", {}, event.title), h("p", { class: "lead" }, say("exam-from-to", { from: time(event.startsAt), to: momentText(event.endsAt, event.timeZone, { timeStyle: "short" }) }))),
      h("div", { class: "lobby-card" }, clock, says, form, start, complaint),
      lobby.message ? h("p", { class: "lobby-message" }, icon("sound"), " ", lobby.message) : null,
      h("div", { class: "lobby-about" }, h("h2", {}, say("exam-sections")), h("ol", { class: "lobby-sections" }, ...sections), factor !== 1 ? h("p", { class: "how" }, say("exam-time-factor", { factor: String(factor) })) : null),
      h("div", { class: "lobby-about" }, h("h2", {}, say("exam-know")), h("ul", { class: "points-to-know" }, ...knowledge(event).map((text) => h("li", {}, icon("check"), h("span", {}, text))))),
      h("p", { class: "actions" }, button(say("exam-logout"), () => (end(), onLeave()), { class: "quiet small" })),
    ),
  );
  update();
  return end;
}

/** @param {import("./seat.js").ExamEvent} event */
function knowledge(event) {
  return [say("exam-know-saved"), say("exam-know-time"), say("exam-know-offline"), event.recordVideo ? say("exam-know-video") : "", say("exam-know-focus")].filter(Boolean);
}

/** @param {{ duration: number, questionCount?: number }} section @param {number} factor */
function sectionFacts({ duration, questionCount }, factor) {
  return [questionCount === undefined ? "" : say("exam-question-count", { count: questionCount }), durationText(Math.round(duration * factor))].filter(Boolean).join(" · ");
}

/**
 * Before a section that is to be opened. @param {import("./seat.js").Seat} seat @param {import("./seat.js").SectionRun} section
 * @returns {Promise<void>} when it is open
 */
export function betweenScreen(seat, section) {
  return new Promise((resolve) => {
    const go = button(say("exam-section-begin"), async () => {
      go.setAttribute("aria-busy", "true");
      try {
        await seat.section(section.n, "open");
        resolve();
      } catch (error) {
        notice(faultText(error), "wrong");
        if (error instanceof Refused) await seat.refresh().then(() => resolve(), () => {});
      } finally {
        go.removeAttribute("aria-busy");
      }
    });
    const count = seat.run?.sections.length ?? 1;
    const sections = (seat.run?.sections ?? []).map(({ n, title, state }) => h("li", { class: state, "aria-current": n === section.n ? "step" : null }, state === "closed" ? icon("check") : h("span", { class: "letter" }, n), h("span", {}, title), state === "closed" ? h("span", { class: "unseen" }, say("exam-section-closed")) : null));
    show(
      h(
        "section",
        { class: "between" },
        h("p", { class: "over" }, say("exam-section-of", { n: section.n, count })),
        h("h1", {}, section.title),
        h("p", { class: "lead" }, sectionFacts(section, seat.run?.timeFactor ?? 1)),
        h("p", {}, say("exam-section-begin-lead")),
        h("p", { class: "actions" }, go),
        h("ol", { class: "way" }, ...sections),
      ),
    );
  });
}
