// @ts-check
// The camera, and the screen where it is asked for, recorded for the supervisors. Its pieces have a way of their own and wait
// for every answer.

import { isTemporary } from "./api.js";
import { ChunkLine } from "./chunks.js";

/** Milliseconds of a piece, bits of a second of video, bytes that may wait on a device without a network. */
const PIECE = 5000;
const BITS = { camera: 250_000, screen: 350_000 };
const MOST_WAITING = 60 * 1024 * 1024;
/** Milliseconds after which a camera that was lost is tried again. */
const AGAIN = 10_000;

const TYPES = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

/** @typedef {"camera" | "screen"} StreamKind */

/** @param {StreamKind} kind @returns {Promise<MediaStream>} */
export function openStream(kind) {
  if (!navigator.mediaDevices) return Promise.reject(new DOMException("no devices", "NotSupportedError"));
  if (kind === "screen") return navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 5 } } });
  return navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 12, max: 15 } }, audio: true });
}

export class Proctor {
  /** @type {MediaStream | undefined} */
  stream;
  /** @type {MediaRecorder | undefined} */
  #recorder;
  /** @type {ChunkLine | undefined} */
  #line;
  #isEnded = false;

  /**
   * @param {{ seat: import("./seat.js").Seat, kind: StreamKind, onChange?: (isRecording: boolean) => void }} options
   */
  constructor({ seat, kind, onChange = () => {} }) {
    this.seat = seat;
    this.kind = kind;
    this.onChange = onChange;
  }

  /** Records until `end`; a camera that is lost is a fact, and is tried again as a new session of the recorder. @param {MediaStream} [stream] one that is open already */
  async begin(stream) {
    if (this.#isEnded) return;
    try {
      this.stream = stream?.active ? stream : await openStream(this.kind);
      await this.#record(this.stream);
      this.onChange(true);
    } catch (error) {
      this.onChange(false);
      this.seat.flags.add(`${this.kind}_unavailable`, error instanceof Error ? error.name : "");
      const mayPass = isTemporary(error) || (error instanceof DOMException && ["NotReadableError", "AbortError"].includes(error.name));
      if (mayPass && !this.#isEnded) setTimeout(() => void this.begin(this.stream), AGAIN);
    }
  }

  /** @param {MediaStream} stream */
  async #record(stream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS[this.kind], audioBitsPerSecond: 24_000 });
    const body = { stream: this.kind, mimeType: recorder.mimeType.split(";")[0], recorderSession: sessionName() };
    const { id } = await this.seat.api.post("/recordings", body);
    const line = new ChunkLine({
      api: this.seat.api,
      path: `/recordings/${id}`,
      gate: () => this.#answersFirst(),
      most: MOST_WAITING,
      onLost: () => this.seat.flags.add("recording_stopped", this.kind),
    });
    recorder.ondataavailable = (event) => event.data.size > 0 && line.add(event.data);
    recorder.onstop = () => void line.finish().catch(() => {});
    for (const track of stream.getVideoTracks()) track.addEventListener("ended", () => this.#lost());
    recorder.start(PIECE);
    this.#recorder = recorder;
    this.#line = line;
  }

  /** Until no answer waits. */
  async #answersFirst() {
    while (!this.seat.isSaved() && !this.#isEnded) await new Promise((resolve) => setTimeout(resolve, 500));
  }

  #lost() {
    if (this.#isEnded) return;
    this.seat.flags.add(`${this.kind}_lost`);
    this.onChange(false);
    this.#stopRecorder();
    if (this.kind === "camera") setTimeout(() => void this.begin(), AGAIN);
  }

  #stopRecorder() {
    if (this.#recorder && this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#recorder = undefined;
  }

  /** What is recorded is sent to its end. */
  end() {
    this.#isEnded = true;
    this.#stopRecorder();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }

  /** Whether something waits to be sent. */
  get isBusy() {
    return this.#line !== undefined;
  }
}

/** A name for a run of the recorder, also where the browser's own maker of names is missing. */
function sessionName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
