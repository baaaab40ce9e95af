// @ts-check
// Sound that the server counts: each play is fetched anew and played to its end.

import { isTemporary } from "./api.js";
import { h, icon } from "./dom.js";
import { say } from "./texts.js";

/** Sounds that play now; two at once are none. @type {Set<HTMLAudioElement>} */
const playing = new Set();

/** Whether the player of a sound plays. */
export const isPlaying = () => playing.size > 0;

/**
 * @param {{ api: import("./api.js").Api, audio: { id: number, plays?: number | null }, used: number, onPlayed?: () => void }} options `used`: how often it was played
 */
export function audioPlayer({ api, audio, used, onPlayed = () => {} }) {
  const most = audio.plays ?? 0;
  const sound = new Audio();
  const label = h("span", {});
  const start = h("button", { type: "button", class: "button small" }, icon("play"), label);
  const bar = h("progress", { max: 1, value: 0, "aria-label": say("exam-audio-progress") });
  const told = h("p", { class: "how", role: "status" });
  let count = used;
  let address = "";

  const show = () => {
    const isOver = most > 0 && count >= most;
    label.textContent = say(playing.has(sound) ? "exam-audio-playing" : "exam-audio-play");
    start.disabled = isOver || playing.has(sound);
    if (most > 0) told.textContent = isOver ? say("exam-audio-none-left") : say("exam-audio-left", { left: most - count, most });
  };
  const ended = () => {
    playing.delete(sound);
    URL.revokeObjectURL(address);
    address = "";
    bar.value = 0;
    show();
    onPlayed();
  };
  const fail = (/** @type {unknown} */ error) => {
    playing.delete(sound);
    show();
    told.textContent = isTemporary(error) ? say("exam-audio-unreachable") : error instanceof Error ? error.message : say("exam-audio-broken");
  };
  const play = async () => {
    if (playing.size > 0) return;
    playing.add(sound);
    start.disabled = true;
    try {
      // The whole of it before it begins, so that a slow line is no gap in what is heard.
      address = URL.createObjectURL(await api.getBytes(`/audio/${audio.id}`));
      sound.src = address;
      await sound.play();
      count += 1;
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
    if (address) URL.revokeObjectURL(address);
  };
  return { element, play, stop, left: () => (most > 0 ? Math.max(0, most - count) : Infinity) };
}
