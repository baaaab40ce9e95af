// @ts-check
// A question on the screen: its words, its sound, its pictures, its field, and where its answer is.

import { answerField } from "./answer-fields.js";
import { button, h, icon } from "./dom.js";
import { audioPlayer } from "./player.js";
import { safeNodes } from "./safe.js";
import { speakingField } from "./speaking.js";
import { numberText, say } from "./texts.js";

/**
 * @typedef {import("./seat.js").Question} Question
 * @typedef {{ element: HTMLElement, update: () => void, refill: () => void, stop: () => void, isBusy: () => boolean }} Card
 */

/** What is said of each place where an answer can be. */
const PLACES = {
  "": /** @type {const} */ (["", "check", ""]),
  memory: /** @type {const} */ (["exam-mark-memory", "device", "waiting"]),
  device: /** @type {const} */ (["exam-mark-device", "device", "waiting"]),
  server: /** @type {const} */ (["exam-mark-server", "check", "safe"]),
  closed: /** @type {const} */ (["exam-mark-closed", "warning", "lost"]),
  invalid: /** @type {const} */ (["exam-mark-invalid", "warning", "lost"]),
};

/** Marked text, with pictures that open large. @param {string} html @param {string} kind */
export function markedText(html, kind) {
  const element = h("div", { class: `marked ${kind}` }, safeNodes(html));
  for (const picture of Array.from(element.querySelectorAll("img"))) {
    const open = h("button", { type: "button", class: "zoom", "aria-label": say("exam-zoom", { what: picture.alt }) });
    picture.replaceWith(open);
    open.append(picture, icon("zoom"));
    open.addEventListener("click", () => enlarge(picture));
  }
  for (const table of Array.from(element.querySelectorAll("table"))) {
    const scroll = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": say("exam-table") });
    table.replaceWith(scroll);
    scroll.append(table);
  }
  return element;
}

/** @param {HTMLImageElement} picture */
function enlarge(picture) {
  const large = h("img", { src: picture.src, alt: picture.alt });
  const scale = h("button", { type: "button", class: "large-picture", "aria-label": say("exam-zoom-more"), "aria-pressed": "false" }, large);
  scale.addEventListener("click", () => scale.setAttribute("aria-pressed", String(scale.classList.toggle("full"))));
  const dialog = h("dialog", { class: "picture-box", "aria-label": picture.alt || say("exam-picture") }, scale, h("p", { class: "actions" }, button(say("exam-close"), () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {import("./seat.js").Paper["passages"][number]} passage */
export function passageText(passage) {
  return h(
    "details",
    { class: "passage", open: true },
    h("summary", {}, h("span", { class: "passage-title" }, passage.title || say("exam-passage"))),
    h("div", { class: "passage-body", tabindex: 0, role: "group", "aria-label": passage.title || say("exam-passage") }, markedText(passage.body, "")),
  );
}

/**
 * @param {{ question: Question, number: number, seat: import("./seat.js").Seat, isLinear: boolean, onSpoken: () => void }} options `isLinear`: nobody comes back to it
 * @returns {Card}
 */
export function questionCard({ question, number, seat, isLinear, onSpoken }) {
  const { outbox } = seat;
  if (!outbox) throw new Error("no attempt runs");
  const textId = `q${question.id}-text`;
  const place = h("p", { class: "place" });
  const flag = h("button", { type: "button", class: "flag-button", "aria-pressed": "false" }, icon("flag"), h("span", {}, say("exam-mark")));
  flag.addEventListener("click", () => outbox.change(question.id, { marked: !outbox.isMarked(question.id) }));
  const text = markedText(question.text, "stem");
  text.id = textId;
  const player = question.audio && question.type !== "speaking" ? audioPlayer({ seat, audio: question.audio }) : undefined;
  const speaking = question.type === "speaking" ? speakingField({ question, seat, onDone: onSpoken }) : undefined;
  const field = answerField(question, textId, (value) => outbox.change(question.id, { value }));
  const heading = h("h2", { id: `q${question.id}`, tabindex: -1 }, say("exam-question", { number }));
  const element = h(
    "article",
    { class: "question", "aria-labelledby": `q${question.id}` },
    h("header", { class: "question-head" }, heading, h("span", { class: "points" }, say("exam-points", { count: numberText(Number(question.point ?? 1)) })), isLinear ? null : flag),
    text,
    player?.element,
    field?.element ?? speaking?.element,
    place,
  );
  const refill = () => field?.set(outbox.valueOf(question.id));
  const update = () => {
    const mark = outbox.markOf(question.id);
    const [key, name, kind] = PLACES[mark];
    place.hidden = mark === "";
    place.className = `place ${kind}`;
    place.replaceChildren(...(key ? [icon(name), ` ${say(key)}`] : []));
    flag.setAttribute("aria-pressed", String(outbox.isMarked(question.id)));
    player?.update();
    speaking?.update();
  };
  refill();
  update();
  const stop = () => {
    player?.stop();
    speaking?.stop();
  };
  return { element, update, refill, stop, isBusy: () => speaking?.isBusy() ?? false };
}
