// @ts-check
// Speech: when somebody prepares and when they speak, and the microphone that is heard meanwhile.

/** Containers in the order in which they are wished. */
const TYPES = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4"];
/** Milliseconds of speech that a crash may take. */
const PIECE = 1000;

/**
 * When somebody began, and how long they may prepare and speak, in seconds. Moments are the server's.
 * @typedef {{ begunAt: number, preparation: number, response: number }} Plan
 * @typedef {{ phase: "preparing" | "recording" | "over", endsAt: number }} Phase
 */

/** Where a plan is at a moment; a reload in between changes nothing. @param {Plan} plan @param {number} now @returns {Phase} */
export function phaseAt({ begunAt, preparation, response }, now) {
  const speaks = begunAt + preparation * 1000;
  const ends = speaks + response * 1000;
  if (now < speaks) return { phase: "preparing", endsAt: speaks };
  return now < ends ? { phase: "recording", endsAt: ends } : { phase: "over", endsAt: ends };
}

/** The container that this browser writes; "" lets it choose. */
export function recordedType() {
  if (!("MediaRecorder" in globalThis)) return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
}

/** The microphone, or the reason why there is none, as a key of a text. @returns {Promise<MediaStream>} */
export async function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no devices", "NotSupportedError");
  return navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
}

/** Why a device cannot be used, as a key. @param {unknown} error */
export function deviceFault(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "exam-device-denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "exam-device-missing";
  if (name === "NotReadableError" || name === "AbortError") return "exam-device-busy";
  return "exam-device-unsupported";
}

/**
 * Follows how loud a stream is, from 0 to 1. @param {MediaStream} stream @param {(level: number) => void} onLevel
 * @returns {() => void} ends it
 */
export function followLevel(stream, onLevel) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech of a quiet person is some −50 dB, of a loud one −10.
    const decibels = 10 * Math.log10(power + 1e-10);
    onLevel(Math.min(1, Math.max(0, (decibels + 60) / 50)));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Records a stream in pieces. */
export class Recording {
  /** @type {MediaRecorder} */
  #recorder;
  /** @type {Promise<void>} */
  #ended;

  /** @param {MediaStream} stream @param {(piece: Blob) => void} onPiece @param {MediaRecorderOptions & { every?: number }} [options] `every`: milliseconds of a piece */
  constructor(stream, onPiece, { every = PIECE, ...options } = {}) {
    const mimeType = recordedType();
    this.#recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), ...options });
    this.#recorder.ondataavailable = (event) => event.data.size > 0 && onPiece(event.data);
    this.#ended = new Promise((resolve) => (this.#recorder.onstop = () => resolve()));
    this.#recorder.start(every);
  }

  /** What it writes. */
  get mimeType() {
    return this.#recorder.mimeType;
  }

  /** Ends it; the last piece has been told when this is done. */
  async stop() {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    await this.#ended;
  }
}
