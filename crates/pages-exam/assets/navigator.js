// @ts-check
// Where one is among the questions of a section, and what is answered, marked and unsaved of them.

import { isAnswered } from "./answer-fields.js";
import { h } from "./dom.js";
import { say } from "./texts.js";

/**
 * @typedef {{ id: number }} Numbered
 * @typedef {{ answered: number, marked: number, unsaved: number, unanswered: number[] }} Summary
 */

/** What is done of some questions; numbers are those on the screen. @param {Numbered[]} questions @param {import("./outbox.js").Outbox} outbox @param {(id: number) => boolean} [isSpoken] @returns {Summary} */
export function summaryOf(questions, outbox, isSpoken = () => false) {
  const unsaved = new Set(outbox.unsaved());
  const summary = { answered: 0, marked: 0, unsaved: 0, unanswered: /** @type {number[]} */ ([]) };
  questions.forEach(({ id }, index) => {
    if (isAnswered(outbox.valueOf(id)) || isSpoken(id)) summary.answered += 1;
    else summary.unanswered.push(index + 1);
    if (outbox.isMarked(id)) summary.marked += 1;
    if (unsaved.has(id)) summary.unsaved += 1;
  });
  return summary;
}

/**
 * Buttons with the numbers of the questions. @param {{ questions: Numbered[], outbox: import("./outbox.js").Outbox, onGo: (index: number) => void, isSpoken: (id: number) => boolean }} options
 */
export function questionGrid({ questions, outbox, onGo, isSpoken }) {
  const head = h("span", { class: "grid-head" });
  const buttons = questions.map((_, index) => h("button", { type: "button", class: "number", onclick: () => onGo(index) }, index + 1));
  const list = h("ol", { class: "numbers" }, ...buttons.map((one) => h("li", {}, one)));
  const legend = h(
    "ul",
    { class: "legend" },
    ...[["answered", say("exam-legend-answered")], ["marked", say("exam-legend-marked")], ["unsaved", say("exam-legend-unsaved")]].map(([kind, text]) =>
      h("li", {}, h("span", { class: `number sample ${kind}`, "aria-hidden": "true" }), text),
    ),
  );
  const element = h("details", { class: "grid" }, h("summary", {}, head), h("nav", { "aria-label": say("exam-questions") }, list, legend));

  const mark = (/** @type {number} */ index, /** @type {number} */ at) => {
    const { id } = questions[index];
    const states = [
      ["answered", isAnswered(outbox.valueOf(id)) || isSpoken(id), say("exam-is-answered")],
      ["marked", outbox.isMarked(id), say("exam-is-marked")],
      ["unsaved", outbox.unsaved().includes(id), say("exam-is-unsaved")],
    ];
    const button = buttons[index];
    button.className = ["number", ...states.filter(([, is]) => is).map(([name]) => name)].join(" ");
    button.setAttribute("aria-label", [say("exam-question", { number: index + 1 }), ...states.filter(([, is]) => is).map(([, , text]) => text)].join(", "));
    if (index === at) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  };
  const update = (/** @type {number} */ at) => {
    questions.forEach((_, index) => mark(index, at));
    const { answered } = summaryOf(questions, outbox, isSpoken);
    head.textContent = say("exam-grid-head", { answered, count: questions.length });
  };
  return { element, update };
}
