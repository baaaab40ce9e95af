// @ts-check
// The camera, and the screen where it is asked for, recorded for the supervisors. Its pieces have a way of their own and wait
// for every answer.

import { Refused, isTemporary } from "./api.js";
import { ChunkLine } from "./chunks.js";

/** Milliseconds of a piece, bits of a second of video, bytes that may wait on a device without a network. */
const PIECE = 5000;
const BITS = { camera: 250_000, screen: 350_000 };
const MOST_WAITING = 60 * 1024 * 1024;
/** Milliseconds after which a camera that was lost is tried again. */
const AGAIN = 10_000;

const TYPES = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

/**
 * @typedef {"camera" | "screen"} StreamKind
 * @typedef {"recorded" | "lost" | "full"} Condition `full`: the server has no room for it
 */

/** @param {StreamKind} kind @returns {Promise<MediaStream>} */
export function openStream(kind) {
  if (!navigator.mediaDevices) return Promise.reject(new DOMException("no devices", "NotSupportedError"));
  if (kind === "screen") return navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 5 } } });
  return navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 12, max: 15 } }, audio: true });
}

/** Whether the server keeps its room for answers. @param {unknown} error */
const isFull = (error) => error instanceof Refused && error.code === "storage_full";

/** Whether a device that is not there now may be there soon. @param {unknown} error */
const mayCome = (error) => error instanceof DOMException && ["NotReadableError", "AbortError"].includes(error.name);

export class Proctor {
  /** @type {MediaStream | undefined} */
  #stream;
  /** @type {MediaRecorder | undefined} */
  #recorder;
  /** What each recorder sends, the last one last. @type {ChunkLine[]} */
  #lines = [];
  #isBeginning = false;
  #isOver = false;
  /** What was told last, so that nothing is told twice. */
  #told = "";

  /**
   * @param {{ seat: import("./seat.js").Seat, kind: StreamKind, onChange?: (condition: Condition) => void }} options
   */
  constructor({ seat, kind, onChange = () => {} }) {
    this.seat = seat;
    this.kind = kind;
    this.onChange = onChange;
  }

  /** Asks for the device, while a click is fresh; whether it may be used shows when it is to be recorded. */
  async open() {
    if (!this.#stream?.active) this.#stream = await openStream(this.kind).catch(() => undefined);
  }

  /** Records until `end`; a camera that is lost is a fact, and is tried again as another recorder. */
  async begin() {
    if (this.#isOver || this.#isBeginning || this.#recorder) return;
    this.#isBeginning = true;
    try {
      this.#stream = this.#stream?.active ? this.#stream : await openStream(this.kind);
      await this.#record(this.#stream);
      this.#tell("recorded");
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isBeginning = false;
      if (this.#isOver) this.#release();
    }
  }

  /** @param {MediaStream} stream */
  async #record(stream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS[this.kind], audioBitsPerSecond: 24_000 });
    const { api } = this.seat;
    // The server numbers the recorders, so that a page that is loaded again never meets pieces of the one before.
    const { id, recorderSession } = await api.post("/recordings", { stream: this.kind, mimeType: (mimeType ?? recorder.mimeType).split(";")[0] });
    if (this.#isOver) return;
    const line = new ChunkLine({
      api,
      path: `/recordings/${id}`,
      query: `?session=${recorderSession}`,
      gate: () => this.#answersFirst(),
      most: MOST_WAITING,
      onLost: () => this.seat.flags.add("recording_stopped", `${this.kind}: piece_lost`),
      mayPass: (error) => isTemporary(error) && !isFull(error),
      onRefused: (error) => this.#failed(error),
    });
    recorder.ondataavailable = (event) => event.data.size > 0 && line.add(event.data);
    for (const track of stream.getVideoTracks()) track.addEventListener("ended", () => this.#recorder === recorder && this.#lost());
    recorder.start(PIECE);
    this.#recorder = recorder;
    this.#lines.push(line);
  }

  /** Until no answer waits. */
  async #answersFirst() {
    while (!this.seat.isSaved() && !this.#isOver) await new Promise((resolve) => setTimeout(resolve, 500));
  }

  /** @param {Condition} condition @param {string} [detail] */
  #tell(condition, detail) {
    if (this.#told === condition || this.#isOver) return;
    this.#told = condition;
    if (detail) this.seat.flags.add(condition === "full" ? "recording_stopped" : "device_changed", `${this.kind}: ${detail}`);
    this.onChange(condition);
  }

  /** @param {unknown} error */
  #failed(error) {
    if (isFull(error)) this.#tell("full", "storage_full");
    // What the server refuses for good is not asked for again; no answer is in its way.
    if (error instanceof Refused && (isFull(error) || !isTemporary(error))) return void this.end();
    if (!isTemporary(error)) this.#tell("lost", error instanceof Error ? error.name : "unavailable");
    if (isTemporary(error) || mayCome(error)) setTimeout(() => void this.begin(), AGAIN);
  }

  #lost() {
    this.seat.flags.add("recording_stopped", `${this.kind}: device_lost`);
    this.#tell("lost");
    void this.#stopRecorder();
    if (this.kind === "camera") setTimeout(() => void this.begin(), AGAIN);
  }

  /** Ends the recorder; its last piece has been told when this is done. */
  async #stopRecorder() {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    if (!recorder || recorder.state === "inactive") return;
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    await stopped;
  }

  #release() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }

  /** What is recorded is sent to its end, and the recording is complete. */
  async end() {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#stopRecorder();
    this.#release();
    const before = this.#lines.slice(0, -1).map((line) => line.emptied());
    await Promise.allSettled(before);
    await this.#lines.at(-1)?.finish().catch(() => {});
  }
}
