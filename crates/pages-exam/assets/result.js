// @ts-check
// What somebody reached, as far as the exam shows it: the score, its parts, and question by question.

import { h, icon } from "./dom.js";
import { markedText } from "./paper.js";
import { numberText, say } from "./texts.js";

/**
 * @typedef {{ sectionTitle: string, score: unknown, maxScore: unknown, scaled?: unknown, band?: string }} Part
 * @typedef {{ questionId: number, sectionId: number, number: number, question: string, questionMarked?: string, questionType: string, answer?: string,
 *   score?: number, maxScore: number, keys?: { answer: string, text?: string }[], void?: "all" | "answered" | "none" }} Asked
 * @typedef {{ totalScore?: unknown, maxScore?: unknown, scaled?: unknown, band?: string, sections?: (Part & { sectionId: number })[], questions?: Asked[] }} Result
 */

/** @param {unknown} score @param {unknown} most */
const of = (score, most) => (!isThere(score) ? "–" : isThere(most) ? `${shown(score)} / ${shown(most)}` : shown(score));

/** @param {unknown} value */
const isThere = (value) => value !== undefined && value !== null;

/** @param {unknown} value */
const shown = (value) => (typeof value === "number" ? numberText(value) : String(value));

/** The value that counts: by the scale where there is one. @param {{ scaled?: unknown, band?: string }} part @param {unknown} score @param {unknown} most */
const counted = ({ scaled, band }, score, most) => [scaled === undefined ? of(score, most) : shown(scaled), band].filter(Boolean).join(" · ");

/** @param {Result} result */
export function resultParts(result) {
  const { totalScore, maxScore, sections = [], questions = [] } = result;
  const isScored = totalScore !== undefined || result.scaled !== undefined;
  const total = isScored ? [h("p", { class: "score" }, h("bdi", {}, counted(result, totalScore, maxScore)))] : [];
  const beside = result.scaled !== undefined && totalScore !== undefined ? [h("p", { class: "how" }, of(totalScore, maxScore))] : [];
  const parts = sections.map((part) => h("div", {}, h("dt", {}, part.sectionTitle), h("dd", {}, counted(part, part.score, part.maxScore))));
  return [...total, ...beside, ...(parts.length > 0 ? [h("dl", { class: "receipt-facts" }, ...parts)] : []), ...questionParts(questions, sections)];
}

/** Questions of each section, in the order in which they were asked. @param {Asked[]} questions @param {(Part & { sectionId: number })[]} sections */
function questionParts(questions, sections) {
  if (questions.length === 0) return [];
  const areAnswersShown = questions.some(({ answer, score }) => answer !== undefined || score !== undefined);
  const groups = [...new Set(questions.map(({ sectionId }) => sectionId))].map((id) => {
    const title = sections.find(({ sectionId }) => sectionId === id)?.sectionTitle;
    const own = questions.filter(({ sectionId }) => sectionId === id);
    return h("div", { class: "result-group" }, title ? h("h3", {}, title) : null, h("ol", { class: "result-list" }, ...own.map((asked) => questionPart(asked, areAnswersShown))));
  });
  return [h("details", { class: "result-questions" }, h("summary", {}, say("exam-result-questions")), ...groups)];
}

/** How an answer did. @param {Asked} asked @returns {"right" | "partly" | "wrong" | ""} */
function verdict({ score, maxScore, void: voided }) {
  if (voided === "none" || score === undefined || score === null || Number(maxScore) <= 0) return "";
  if (Number(score) >= Number(maxScore)) return "right";
  return Number(score) > 0 ? "partly" : "wrong";
}

/** @param {Asked} asked @param {boolean} areAnswersShown */
function questionPart(asked, areAnswersShown) {
  const { number, question, questionMarked, questionType, answer, score, maxScore, keys, void: voided } = asked;
  const kind = verdict(asked);
  const text = questionMarked ? markedText(questionMarked, "") : h("p", { class: "result-text" }, question);
  /** @type {[string, string][]} */
  const facts = [];
  if (areAnswersShown && (answer !== undefined || questionType !== "speaking")) facts.push([say("exam-result-answer"), answer || say("exam-result-none")]);
  if (keys && keys.length > 0) facts.push([say("exam-result-right"), keys.map((key) => (key.text ? `${key.answer}: ${key.text}` : key.answer)).join("\n")]);
  return h(
    "li",
    { class: `result-question ${kind}`.trim() },
    h("p", { class: "result-head" }, h("strong", {}, say("exam-question", { number })), areAnswersShown ? h("span", { class: "result-points" }, kind === "right" ? icon("check") : null, of(score, maxScore)) : null),
    text,
    facts.length > 0 ? h("dl", { class: "result-facts" }, ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value))))) : null,
    voided ? h("p", { class: "how" }, say(voided === "none" ? "exam-result-void" : "exam-result-void-full")) : null,
  );
}
