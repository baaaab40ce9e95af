// @ts-check
// What one answers with: a field for each type of question. A field shows a value, and tells when somebody changes it.

import { h } from "./dom.js";
import { plainText, safeNodes } from "./safe.js";
import { say } from "./texts.js";

/**
 * @typedef {import("./seat.js").Question} Question
 * @typedef {import("./seat.js").Choice} Choice
 * @typedef {{ element: HTMLElement, set: (value: unknown) => void }} Field
 * @typedef {(value: unknown) => void} OnChange
 */

/** The letter of a place on the screen: A, B, … @param {number} index */
export const letterOf = (index) => String.fromCharCode(65 + (index % 26));

/** Words as writers count them. @param {string} text */
export function countWords(text) {
  return text.match(/[\p{L}\p{N}]+(?:['’\-.,][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** Whether there is an answer. @param {unknown} value */
export function isAnswered(value) {
  if (value === null || value === undefined) return false;
  if (typeof value === "string") return value.trim() !== "";
  return typeof value === "object" && Object.keys(value).length > 0;
}

/** @param {Question} question @param {string} labelledBy @param {OnChange} onChange @returns {Field | undefined} nothing for a spoken answer */
export function answerField(question, labelledBy, onChange) {
  switch (question.type) {
    case "multiple_choice":
    case "true_false":
      return choices(question, labelledBy, "radio", onChange);
    case "multiple_answer":
      return choices(question, labelledBy, "checkbox", onChange);
    case "short_answer":
      return shortText(labelledBy, onChange);
    case "essay":
      return essay(question, labelledBy, onChange);
    case "matching":
      return matching(question, labelledBy, onChange);
    default:
      return undefined;
  }
}

/** @param {Question} question @param {string} labelledBy @param {"radio" | "checkbox"} kind @param {OnChange} onChange @returns {Field} */
function choices(question, labelledBy, kind, onChange) {
  const name = `q${question.id}`;
  const inputs = (question.options ?? []).map((option) => h("input", { type: kind, name, value: option.label }));
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const changed = () => {
    const labels = chosen();
    onChange(kind === "radio" ? (labels[0] ?? null) : labels.length > 0 ? labels.sort() : null);
    clear.hidden = labels.length === 0;
  };
  const clear = h("button", { type: "button", class: "link clear-answer", hidden: true, onclick: () => {
    for (const input of inputs) input.checked = false;
    inputs[0]?.focus();
    changed();
  } }, say("exam-clear"));
  const rows = (question.options ?? []).map((option, index) => {
    inputs[index].addEventListener("change", changed);
    const letter = h("span", { class: "letter", "aria-hidden": "true" }, letterOf(index));
    return h("label", { class: "choice" }, inputs[index], letter, h("span", { class: "marked" }, safeNodes(option.text)));
  });
  const role = kind === "radio" ? "radiogroup" : "group";
  const hint = kind === "checkbox" && h("p", { class: "how" }, say("exam-choose-several"));
  const element = h("div", { class: "choices", role, "aria-labelledby": labelledBy }, hint, ...rows, kind === "radio" && clear);
  const set = (/** @type {unknown} */ value) => {
    const labels = Array.isArray(value) ? value : [value];
    for (const input of inputs) input.checked = labels.includes(input.value);
    clear.hidden = chosen().length === 0;
  };
  return { element, set };
}

/** Nobody needs the browser's help in an exam. */
const PLAIN = { autocomplete: "off", autocorrect: "off", autocapitalize: "off", spellcheck: "false" };

/** @param {string} labelledBy @param {OnChange} onChange @returns {Field} */
function shortText(labelledBy, onChange) {
  const input = h("input", { type: "text", class: "short", "aria-labelledby": labelledBy, maxlength: 1000, placeholder: say("exam-short-hint"), ...PLAIN });
  input.addEventListener("input", () => onChange(input.value.trim() === "" ? null : input.value));
  return { element: h("div", { class: "written" }, input), set: (value) => setText(input, value) };
}

/** Leaves what somebody is writing alone. @param {HTMLInputElement | HTMLTextAreaElement} input @param {unknown} value */
function setText(input, value) {
  const text = typeof value === "string" ? value : "";
  if (input.value !== text && input.value.trim() !== text) input.value = text;
}

/** @param {Question} question @param {string} labelledBy @param {OnChange} onChange @returns {Field} */
function essay(question, labelledBy, onChange) {
  const countId = `q${question.id}-words`;
  const input = h("textarea", { class: "essay", rows: 12, "aria-labelledby": labelledBy, "aria-describedby": countId, maxlength: 100_000, ...PLAIN, spellcheck: "false" });
  const count = h("p", { class: "how", id: countId });
  const asked = typeof question.words === "number" ? { max: question.words } : (question.words ?? {});
  const counted = () => {
    const words = countWords(input.value);
    const key = asked.min && asked.max ? "exam-words-between" : asked.max ? "exam-words-most" : "exam-words";
    count.textContent = say(key, { count: words, most: asked.min && asked.max ? `${asked.min}–${asked.max}` : (asked.max ?? "") });
    count.classList.toggle("beyond", asked.max !== undefined && words > asked.max);
  };
  input.addEventListener("input", () => {
    counted();
    onChange(input.value.trim() === "" ? null : input.value);
  });
  counted();
  const set = (/** @type {unknown} */ value) => {
    setText(input, value);
    counted();
  };
  return { element: h("div", { class: "written" }, input, count), set };
}

/** @param {Question} question @param {string} labelledBy @param {OnChange} onChange @returns {Field} */
function matching(question, labelledBy, onChange) {
  const right = question.right ?? [];
  const selects = (question.left ?? []).map((left) => {
    const select = h("select", { "aria-label": `${left.label}. ${left.plain ?? plainText(left.text)}` }, h("option", { value: "" }, say("exam-choose")));
    right.forEach((one, index) => select.appendChild(h("option", { value: one.label }, `${letterOf(index)}. ${shortened(one.plain ?? plainText(one.text))}`)));
    return select;
  });
  const changed = () => {
    /** @type {Record<string, string>} */
    const pairs = {};
    (question.left ?? []).forEach((left, index) => selects[index].value && (pairs[left.label] = selects[index].value));
    onChange(Object.keys(pairs).length > 0 ? pairs : null);
  };
  const rows = (question.left ?? []).map((left, index) => {
    selects[index].addEventListener("change", changed);
    return h("li", { class: "pair" }, h("span", { class: "marked" }, safeNodes(left.text)), selects[index]);
  });
  const responses = right.map((one, index) => h("li", {}, h("span", { class: "letter", "aria-hidden": "true" }, letterOf(index)), h("span", { class: "marked" }, safeNodes(one.text))));
  const element = h("div", { class: "matching", role: "group", "aria-labelledby": labelledBy }, h("ul", { class: "responses" }, ...responses), h("ol", { class: "pairs" }, ...rows));
  const set = (/** @type {unknown} */ value) => {
    const pairs = /** @type {Record<string, string>} */ (value && typeof value === "object" ? value : {});
    (question.left ?? []).forEach((left, index) => (selects[index].value = pairs[left.label] ?? ""));
  };
  return { element, set };
}

/** @param {string} text */
const shortened = (text) => (text.length > 70 ? `${text.slice(0, 69)}…` : text);
