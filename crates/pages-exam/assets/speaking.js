// @ts-check
// A spoken answer: the prompt is heard, one prepares, one speaks, it is sent. The clock of it is the server's and goes on
// through a reload; what was said before one is sent all the same.

import { Refused, isTemporary } from "./api.js";
import { ChunkLine } from "./chunks.js";
import { clockText, everyHalfSecond } from "./countdown.js";
import { button, h, icon, tell } from "./dom.js";
import { audioPlayer } from "./player.js";
import { Recording, deviceFault, followLevel, openMicrophone, phaseAt, recordedType } from "./recorder.js";
import { durationText, say } from "./texts.js";

/**
 * What the device keeps of it. `take` counts from 1: another one follows only where those before it came to nothing.
 * @typedef {{ take: number, plan?: import("./recorder.js").Plan, responseId?: number, isRecorded?: boolean, isDone?: boolean }} Spoken
 */

/** Codes with which the server says that a take came to nothing. */
const BROKEN = ["take_ended", "not_taken", "broken", "speech_too_large"];

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
  const anew = button(say("exam-speaking-anew"), () => void next());
  const deliver = button(say("exam-speaking-deliver"), () => void hand(), { class: "quiet" });
  const player = question.audio ? audioPlayer({ seat, audio: question.audio, onPlayed: () => void prepare() }) : undefined;
  const element = h("div", { class: "speaking" }, says, player?.element, clock, level, far, h("p", { class: "actions" }, begin, finish, again, anew, deliver));
  /** @type {Spoken} */
  let spoken = { take: 1 };
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
    for (const part of [clock, level, far, begin, finish, again, anew, deliver]) part.hidden = !parts.includes(part);
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
      seat.flags.add("device_changed", `microphone: ${error instanceof Error ? error.name : "unavailable"}`);
      // Its clock goes on where it has begun; with the microphone allowed, the next click is enough.
      step(say(deviceFault(error)), spoken.plan ? again : begin);
      begin.disabled = false;
      return false;
    }
  }

  async function prepare() {
    if (spoken.plan || isStopped) return;
    // Without the server the device's idea of its clock counts; the take is told as soon as it may be.
    await take().catch((error) => {
      if (!isTemporary(error)) throw error;
      spoken.plan = { begunAt: seat.clock.now(), preparation, response };
    }).then(keep).then(go, refused);
  }

  /** The take at the server, with the moment at which it began there. @returns {Promise<number>} */
  async function take() {
    if (spoken.responseId !== undefined) return spoken.responseId;
    const mimeType = (recordedType() || "audio/webm").split(";")[0];
    const begun = await seat.api.post("/audio-responses", { questionId: question.id, mimeType, take: spoken.take });
    spoken.responseId = begun.id;
    spoken.plan ??= { begunAt: Date.parse(begun.startedAt), preparation, response };
    await keep();
    return begun.id;
  }

  /** The server will not have it. @param {unknown} error */
  async function refused(error) {
    seat.sending.delete(question.id);
    if (!(error instanceof Refused)) return step(error instanceof Error ? error.message : "", again);
    if (BROKEN.includes(error.code)) return step(say("exam-speaking-broken"), anew);
    if (error.code !== "take_used") return step(error.message, again);
    // It was answered elsewhere.
    await seat.refresh().catch(() => {});
    return seat.spoken.has(question.id) ? done() : step(error.message);
  }

  /** Another take, from its beginning. */
  async function next() {
    spoken = { take: Math.max(spoken.take, seat.speechOf(question.id)?.take ?? 0) + 1 };
    begin.disabled = false;
    await seat.vault.removePieces(key).catch(() => {});
    await keep();
    await go();
  }

  /** Sends what there is. */
  async function hand() {
    spoken.isRecorded = true;
    await keep();
    await go();
  }

  /** What the server has counts: another device may have begun, or answered. */
  function adopt() {
    const there = seat.speechOf(question.id);
    if (!there || there.take < spoken.take) return;
    if (there.take > spoken.take || (spoken.responseId ?? there.id) !== there.id) spoken = { take: there.take };
    if (there.status === "failed") return;
    spoken.responseId = there.id;
    spoken.plan = { begunAt: Date.parse(there.startedAt), preparation, response };
  }

  /** Goes on wherever the clock is. */
  async function go() {
    if (isStopped) return;
    const { plan } = spoken;
    if (!plan) return step(say("exam-speaking-lead", { preparation: durationText(preparation), response: durationText(response) }), begin);
    const pieces = await seat.vault.pieces(key).catch(() => []);
    const { phase } = phaseAt(plan, seat.clock.now());
    if (spoken.isRecorded || (pieces.length > 0 && phase !== "preparing")) return send(pieces);
    const there = seat.speechOf(question.id);
    if (there?.status === "failed" && there.take === spoken.take) return step(say("exam-speaking-broken"), anew);
    // Another device recorded; what it sent is the answer.
    if (there?.status === "recording" && there.chunks.length > 0 && phase !== "preparing") return complete(there);
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
    const { responseId } = spoken;
    // What is said travels while one speaks, so that little is lost with a device.
    const line = responseId === undefined ? undefined : lineOf(responseId);
    let seq = 0;
    let isCut = false;
    const recording = new Recording(stream, (piece) => {
      void seat.vault.addPiece(key, seq++, piece).catch(() => {});
      line?.add(piece);
    });
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => {
        isCut = true;
        seat.flags.add("device_changed", "microphone: device_lost");
        ended?.();
      });
    }
    step(say("exam-speaking-speak"), clock, level, finish);
    element.classList.add("is-recording");
    tell(say("exam-speaking-speak"));
    await until(() => phaseAt(plan, seat.clock.now()), "recording");
    element.classList.remove("is-recording");
    await recording.stop();
    release();
    if (isCut && !isStopped) return step(say("exam-speaking-cut"), anew, deliver);
    spoken.isRecorded = true;
    await keep();
    await send(await seat.vault.pieces(key).catch(() => []), line);
  }

  /** @param {number} responseId */
  function lineOf(responseId) {
    return new ChunkLine({ api: seat.api, path: `/audio-responses/${responseId}`, onSent: (sent, all) => (far.value = sent / all) });
  }

  /** @param {Blob[]} pieces @param {ChunkLine} [begun] one that has sent some of them */
  async function send(pieces, begun) {
    if (spoken.isDone) return done();
    if (pieces.length === 0 && !begun?.count) return step(say("exam-speaking-missed"));
    step(say("exam-speaking-sending"), far);
    seat.sending.add(question.id);
    try {
      const line = begun ?? lineOf(await take());
      if (!begun) await line.restore(pieces);
      await line.finish();
      spoken.isDone = true;
      await keep();
      await seat.vault.removePieces(key).catch(() => {});
      done();
    } catch (error) {
      if (!isTemporary(error)) return refused(error);
      step(say("exam-speaking-kept"), again);
      // Also where its card is gone: what was said is to arrive.
      setTimeout(() => void send(pieces), 5000);
    }
  }

  /** Completes what another device sent. @param {import("./seat.js").Speech} there */
  async function complete(there) {
    step(say("exam-speaking-sending"));
    try {
      const { status, chunks } = await seat.api.get(`/audio-responses/${there.id}`);
      if (status !== "complete") await seat.api.post(`/audio-responses/${there.id}/complete`, { chunks: Math.max(...chunks) + 1 });
      spoken.isDone = true;
      await keep();
      done();
    } catch (error) {
      if (isTemporary(error)) step(say("exam-audio-unreachable"), again);
      else await refused(error);
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
      spoken = { ...kept, take: kept?.take ?? 1 };
      if (seat.spoken.has(question.id)) return done();
      adopt();
      return go();
    });

  const stop = () => {
    isStopped = true;
    player?.stop();
    ended?.();
    release();
  };
  const update = () => player?.update();
  return { element, stop, update, isBusy: () => !seat.spoken.has(question.id) && spoken.plan !== undefined && phaseAt(spoken.plan, seat.clock.now()).phase !== "over" && !spoken.isRecorded };
}
