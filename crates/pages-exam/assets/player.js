// @ts-check
// Sound that the server counts: each play is fetched anew and played to its end.

import { Refused, isTemporary } from "./api.js";
import { h, icon } from "./dom.js";
import { say } from "./texts.js";

/** Sounds that play now; two at once are none. @type {Set<HTMLAudioElement>} */
const playing = new Set();

/** Whether the player of a sound plays. */
export const isPlaying = () => playing.size > 0;

/** A number of a header; nothing where it says none. @param {Headers} headers @param {string} name */
function counted(headers, name) {
  const text = headers.get(name);
  return text === null || !/^\d+$/.test(text) ? undefined : Number(text);
}

/**
 * @param {{ seat: import("./seat.js").Seat, audio: { id: number, plays?: number | null }, onPlayed?: () => void }} options
 */
export function audioPlayer({ seat, audio, onPlayed = () => {} }) {
  let most = audio.plays ?? 0;
  const sound = new Audio();
  const label = h("span", {});
  const start = h("button", { type: "button", class: "button small" }, icon("play"), label);
  const bar = h("progress", { max: 1, value: 0, "aria-label": say("exam-audio-progress") });
  const told = h("p", { class: "how", role: "status" });
  /** Where the sound is that was fetched and not heard to its end. */
  let address = "";

  /** How often it was played: by the server's count, on whichever device. */
  const used = () => seat.run?.plays?.[audio.id] ?? 0;
  const learn = (/** @type {number | undefined} */ count) => {
    if (seat.run && count !== undefined) seat.run.plays = { ...seat.run.plays, [audio.id]: count };
  };
  const left = () => (most > 0 ? Math.max(0, most - used()) : Infinity);
  const show = () => {
    // What was fetched is counted already, and may be heard.
    const isOver = left() === 0 && address === "";
    label.textContent = say(playing.has(sound) ? "exam-audio-playing" : "exam-audio-play");
    start.disabled = isOver || playing.has(sound);
    if (most > 0) told.textContent = isOver ? say("exam-audio-none-left") : say("exam-audio-left", { left: left(), most });
  };
  const forget = () => {
    if (address) URL.revokeObjectURL(address);
    address = "";
  };
  const ended = () => {
    playing.delete(sound);
    forget();
    bar.value = 0;
    show();
    onPlayed();
  };
  const fail = (/** @type {unknown} */ error) => {
    playing.delete(sound);
    const isUsedUp = error instanceof Refused && error.code === "plays_used";
    if (isUsedUp) learn(error.body.used ?? most);
    show();
    if (isUsedUp) return;
    // A browser that wants another click has the sound still.
    if (error instanceof DOMException && error.name === "NotAllowedError") return;
    forget();
    told.textContent = isTemporary(error) ? say("exam-audio-unreachable") : error instanceof Refused ? error.message : say("exam-audio-broken");
  };
  /** The whole of it before it begins, so that a slow line is no gap in what is heard. */
  const fetchSound = async () => {
    const { blob, headers } = await seat.api.getFile(`/audio/${audio.id}`);
    learn(counted(headers, "X-Plays-Used"));
    most = counted(headers, "X-Plays-Allowed") ?? 0;
    address = URL.createObjectURL(blob);
    sound.src = address;
  };
  const play = async () => {
    if (playing.size > 0) return;
    playing.add(sound);
    start.disabled = true;
    try {
      if (!address) await fetchSound();
      await sound.play();
      show();
    } catch (error) {
      fail(error);
    }
  };
  start.addEventListener("click", () => void play());
  sound.addEventListener("ended", ended);
  sound.addEventListener("error", () => address && fail(undefined));
  sound.addEventListener("timeupdate", () => (bar.value = sound.duration > 0 && Number.isFinite(sound.duration) ? sound.currentTime / sound.duration : 0));
  show();
  const element = h("div", { class: "player" }, h("div", { class: "player-row" }, start, bar), told);
  const stop = () => {
    sound.pause();
    playing.delete(sound);
    forget();
  };
  /** Another device may have played it. */
  const update = () => playing.has(sound) || show();
  return { element, play, stop, update, left };
}
