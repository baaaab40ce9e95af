// @ts-check
// A spoken answer: the prompt is heard, one prepares, one speaks, it is sent. The clock of it is the server's and goes on
// through a reload; what was said before one is sent all the same.

import { isTemporary } from "./api.js";
import { ChunkLine } from "./chunks.js";
import { clockText, everyHalfSecond } from "./countdown.js";
import { button, h, icon, tell } from "./dom.js";
import { audioPlayer } from "./player.js";
import { Recording, deviceFault, followLevel, openMicrophone, phaseAt } from "./recorder.js";
import { durationText, say } from "./texts.js";

/**
 * What the device keeps of it.
 * @typedef {{ plan?: import("./recorder.js").Plan, responseId?: number, isRecorded?: boolean, isDone?: boolean }} Spoken
 */

/** Where what is kept of a spoken answer is kept. @param {number | undefined} attemptId @param {number} questionId */
export const spokenKey = (attemptId, questionId) => `${attemptId}:spoken:${questionId}`;

/**
 * @param {{ question: import("./seat.js").Question, seat: import("./seat.js").Seat, onDone: () => void }} options
 */
export function speakingField({ question, seat, onDone }) {
  const key = spokenKey(seat.run?.attemptId, question.id);
  const preparation = question.preparationTime ?? 0;
  const response = question.responseTime ?? 60;
  const says = h("p", { class: "speaking-says", role: "status" });
  const clock = h("p", { class: "speaking-clock", "aria-hidden": "true" });
  const level = h("meter", { class: "level", min: 0, max: 1, low: 0.15, high: 0.92, optimum: 0.5, value: 0, "aria-label": say("exam-level") });
  const far = h("progress", { max: 1, value: 0, "aria-label": say("exam-speaking-sending") });
  const begin = button(say("exam-speaking-begin"), () => void prompt());
  const finish = button(say("exam-speaking-finish"), () => void ended?.(), { class: "quiet" });
  const again = button(say("exam-try-again"), () => void go());
  const player = question.audio ? audioPlayer({ api: seat.api, audio: question.audio, used: seat.run?.plays?.[question.audio.id] ?? 0, onPlayed: () => void prepare() }) : undefined;
  const element = h("div", { class: "speaking" }, says, player?.element, clock, level, far, h("p", { class: "actions" }, begin, finish, again));
  /** @type {Spoken} */
  let spoken = {};
  /** @type {MediaStream | undefined} */
  let stream;
  /** @type {(() => void) | undefined} */
  let ended;
  /** @type {(() => void)[]} */
  let undo = [];
  let isStopped = false;

  /** Shows one step; everything that does not belong to it is out of sight. @param {string} text @param {...HTMLElement} parts */
  const step = (text, ...parts) => {
    says.textContent = text;
    for (const part of [clock, level, far, begin, finish, again]) part.hidden = !parts.includes(part);
  };
  const keep = () => seat.vault.write(key, spoken).catch(() => {});

  async function prompt() {
    begin.disabled = true;
    if (!(await microphone())) return;
    if (player && player.left() > 0) {
      step(say("exam-speaking-listen"));
      await player.play();
    } else await prepare();
  }

  async function microphone() {
    if (stream?.active) return true;
    try {
      stream = await openMicrophone();
      undo.push(followLevel(stream, (value) => (level.value = value)));
      return true;
    } catch (error) {
      seat.flags.add("device_changed", error instanceof Error ? error.name : "");
      step(say(deviceFault(error)), again);
      return false;
    }
  }

  async function prepare() {
    if (spoken.plan || isStopped) return;
    spoken.plan = { begunAt: seat.clock.now(), preparation, response };
    await keep();
    await go();
  }

  /** Goes on wherever the clock is. */
  async function go() {
    if (isStopped) return;
    const { plan } = spoken;
    if (!plan) return step(say("exam-speaking-lead", { preparation: durationText(preparation), response: durationText(response) }), begin);
    const pieces = await seat.vault.pieces(key).catch(() => []);
    const { phase } = phaseAt(plan, seat.clock.now());
    if (spoken.isRecorded || (pieces.length > 0 && phase !== "preparing")) return send(pieces);
    if (phase === "over") return step(say("exam-speaking-missed"));
    if (await microphone()) await wait(plan);
  }

  /** @param {import("./recorder.js").Plan} plan */
  async function wait(plan) {
    if (phaseAt(plan, seat.clock.now()).phase === "preparing") {
      step(say("exam-speaking-prepare"), clock, level);
      await until(() => phaseAt(plan, seat.clock.now()), "preparing");
    }
    if (!isStopped) await record(plan);
  }

  /** Shows what is left of a phase until it is another. @param {() => import("./recorder.js").Phase} now @param {string} phase */
  function until(now, phase) {
    return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const end = everyHalfSecond(() => {
        const at = now();
        clock.textContent = clockText(Math.max(0, at.endsAt - seat.clock.now()));
        if (at.phase === phase && !isStopped) return;
        end();
        resolve();
      });
      ended = phase === "recording" ? () => (end(), resolve()) : undefined;
      undo.push(end);
    });
  }

  /** @param {import("./recorder.js").Plan} plan */
  async function record(plan) {
    if (!stream) return;
    let seq = 0;
    const recording = new Recording(stream, (piece) => void seat.vault.addPiece(key, seq++, piece));
    step(say("exam-speaking-speak"), clock, level, finish);
    element.classList.add("is-recording");
    tell(say("exam-speaking-speak"));
    await until(() => phaseAt(plan, seat.clock.now()), "recording");
    element.classList.remove("is-recording");
    await recording.stop();
    spoken.isRecorded = true;
    await keep();
    release();
    await send(await seat.vault.pieces(key));
  }

  /** @param {Blob[]} pieces */
  async function send(pieces) {
    if (spoken.isDone) return done();
    if (pieces.length === 0) return step(say("exam-speaking-missed"));
    step(say("exam-speaking-sending"), far);
    seat.sending.add(question.id);
    try {
      spoken.responseId ??= (await seat.api.post("/audio-responses", { questionId: question.id, mimeType: pieces[0].type.split(";")[0], take: 1 })).id;
      await keep();
      const line = new ChunkLine({ api: seat.api, path: `/audio-responses/${spoken.responseId}`, onSent: (sent, all) => (far.value = sent / all) });
      await line.restore(pieces);
      await line.finish();
      spoken.isDone = true;
      await keep();
      await seat.vault.removePieces(key).catch(() => {});
      done();
    } catch (error) {
      step(isTemporary(error) ? say("exam-speaking-kept") : error instanceof Error ? error.message : "", again);
      // Also where its card is gone: what was said is to arrive.
      if (isTemporary(error)) setTimeout(() => void send(pieces), 5000);
      else seat.sending.delete(question.id);
    }
  }

  function done() {
    seat.spoken.add(question.id);
    seat.sending.delete(question.id);
    step(say("exam-speaking-done"));
    element.classList.add("is-done");
    says.prepend(icon("check"), " ");
    onDone();
  }

  function release() {
    for (const end of undo) end();
    undo = [];
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
  }

  void seat.vault
    .read(key)
    .catch(() => undefined)
    .then((/** @type {Spoken | undefined} */ kept) => {
      spoken = kept ?? {};
      if (seat.spoken.has(question.id)) return done();
      return go();
    });

  const stop = () => {
    isStopped = true;
    player?.stop();
    ended?.();
    release();
  };
  return { element, stop, isBusy: () => spoken.plan !== undefined && phaseAt(spoken.plan, seat.clock.now()).phase !== "over" && !spoken.isRecorded };
}
