// @ts-check
// Trying the devices before it counts: sound, microphone, camera, memory, clock, connection.

import { button, h, icon, show } from "./dom.js";
import { deviceFault, followLevel, openMicrophone } from "./recorder.js";
import { openStream } from "./proctor.js";
import { say } from "./texts.js";

/** Loudness that speech reaches and silence does not. */
const HEARD = 0.3;
/** What is written to see whether there is room, and how many bytes. */
const PROBE = "probe";
const ROOM = 1 << 20;

/**
 * A row: what is tried, how it is, and what can be done. @param {Parameters<typeof icon>[0]} drawing @param {string} title
 */
function row(drawing, title) {
  const state = h("p", { class: "state-text", role: "status" });
  const body = h("div", { class: "try-body" });
  const element = h("li", { class: "try" }, h("span", { class: "try-icon" }, icon(drawing)), h("div", { class: "try-words" }, h("h2", {}, title), state, body));
  /** @param {"good" | "bad" | ""} kind @param {string} text */
  const set = (kind, text) => {
    element.className = `try ${kind}`;
    state.replaceChildren(...(kind ? [icon(kind === "good" ? "check" : "warning"), " "] : []), text);
  };
  return { element, body, set };
}

/**
 * @param {import("./seat.js").Seat} seat
 * @returns {Promise<Record<string, boolean>>} which devices were found good
 */
export function checkScreen(seat) {
  /** @type {Record<string, boolean>} */
  const devices = { sound: false, microphone: false };
  /** @type {(() => void)[]} */
  const undo = [];
  const rows = [soundRow(devices), microphoneRow(devices, undo)];
  if (seat.lobby?.event.recordVideo) rows.push(cameraRow(devices, undo));
  rows.push(storageRow(seat), clockRow(seat), connectionRow(seat, undo));
  return new Promise((resolve) => {
    const go = button(say("exam-checks-go"), () => {
      for (const end of undo) end();
      resolve(devices);
    });
    show(
      h("section", { class: "checks" }, h("p", { class: "over" }, seat.lobby?.event.title), h("h1", {}, say("exam-checks")), h("p", { class: "lead" }, say("exam-checks-lead")), h("ul", { class: "tries" }, ...rows), h("p", { class: "actions" }, go)),
    );
  });
}

/** @param {Record<string, boolean>} devices */
function soundRow(devices) {
  const { element, body, set } = row("sound", say("exam-check-sound"));
  const heard = button(say("exam-check-heard"), () => {
    devices.sound = true;
    set("good", say("exam-check-sound-good"));
    body.replaceChildren();
  }, { class: "small" });
  const deaf = button(say("exam-check-not-heard"), () => set("bad", say("exam-check-sound-bad")), { class: "small quiet" });
  const play = button(say("exam-check-play"), () => {
    playTone();
    body.replaceChildren(play, heard, deaf);
  }, { class: "small quiet" });
  set("", say("exam-check-sound-lead"));
  body.append(play);
  return element;
}

/** Two friendly tones. */
function playTone() {
  const context = new AudioContext();
  [523.25, 659.25].forEach((frequency, index) => {
    const [tone, volume, begin] = [context.createOscillator(), context.createGain(), context.currentTime + index * 0.35];
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.3, begin + 0.03);
    volume.gain.linearRampToValueAtTime(0, begin + 0.32);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.34);
  });
  setTimeout(() => void context.close(), 1500);
}

/** @param {Record<string, boolean>} devices @param {(() => void)[]} undo */
function microphoneRow(devices, undo) {
  const { element, body, set } = row("microphone", say("exam-check-microphone"));
  const meter = h("meter", { class: "level", min: 0, max: 1, low: 0.15, high: 0.92, optimum: 0.5, value: 0, "aria-label": say("exam-level") });
  const begin = async () => {
    try {
      const stream = await openMicrophone();
      set("", say("exam-check-microphone-speak"));
      body.replaceChildren(meter);
      const stop = followLevel(stream, (level) => {
        meter.value = level;
        if (level < HEARD || devices.microphone) return;
        devices.microphone = true;
        set("good", say("exam-check-microphone-good"));
      });
      undo.push(() => (stop(), stream.getTracks().forEach((track) => track.stop())));
    } catch (error) {
      set("bad", say(deviceFault(error)));
    }
  };
  set("", say("exam-check-microphone-lead"));
  body.append(button(say("exam-check-try"), () => void begin(), { class: "small quiet" }));
  return element;
}

/** @param {Record<string, boolean>} devices @param {(() => void)[]} undo */
function cameraRow(devices, undo) {
  devices.camera = false;
  const { element, body, set } = row("camera", say("exam-check-camera"));
  const video = h("video", { class: "mirror", playsinline: true, "aria-label": say("exam-check-camera-picture") });
  video.muted = true;
  const begin = async () => {
    try {
      const stream = await openStream("camera");
      video.srcObject = stream;
      body.replaceChildren(video);
      await video.play();
      devices.camera = true;
      set("good", say("exam-check-camera-good"));
      undo.push(() => stream.getTracks().forEach((track) => track.stop()));
    } catch (error) {
      set("bad", say(deviceFault(error)));
    }
  };
  set("", say("exam-check-camera-lead"));
  body.append(button(say("exam-check-try"), () => void begin(), { class: "small quiet" }));
  return element;
}

/** @param {import("./seat.js").Seat} seat */
function storageRow(seat) {
  const { element, set } = row("device", say("exam-check-storage"));
  void navigator.storage?.persist?.().catch(() => false);
  if (!seat.vault.isLasting) set("bad", say("exam-check-storage-bad"));
  else void hasRoom(seat.vault).then((has) => (has ? set("good", say("exam-check-storage-good")) : set("bad", say("exam-check-storage-full"))));
  return element;
}

/** Whether the device takes as much as an exam's answers need. @param {import("./vault.js").Vault} vault */
async function hasRoom(vault) {
  try {
    await vault.write(PROBE, new Uint8Array(ROOM));
    return true;
  } catch {
    return false;
  } finally {
    await vault.remove(PROBE).catch(() => {});
  }
}

/** @param {import("./seat.js").Seat} seat */
function clockRow(seat) {
  const { element, set } = row("clock", say("exam-check-clock"));
  const minutes = Math.round(Math.abs(seat.clock.deviceIsAhead()) / 60_000);
  // A wrong clock does no harm: the server's counts.
  set("good", minutes > 1 ? say("exam-check-clock-off", { count: minutes }) : say("exam-check-clock-good"));
  return element;
}

/** @param {import("./seat.js").Seat} seat @param {(() => void)[]} undo */
function connectionRow(seat, undo) {
  const { element, set } = row("server", say("exam-check-connection"));
  const look = async () => {
    const sent = performance.now();
    try {
      await seat.api.get("/auth/check", { patience: 5000 });
      set("good", say("exam-check-connection-good", { count: Math.max(1, Math.round(performance.now() - sent)) }));
    } catch {
      set("bad", say("exam-not-reached"));
    }
  };
  const timer = setInterval(() => void look(), 8000);
  undo.push(() => clearInterval(timer));
  set("", say("exam-check-wait"));
  void look();
  return element;
}
