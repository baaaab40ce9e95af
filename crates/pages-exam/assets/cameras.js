// @ts-check
// The camera and the screen of an exam that is recorded, and what is said of them.

import { button, notice } from "./dom.js";
import { Proctor } from "./proctor.js";
import { say } from "./texts.js";

export class Cameras {
  /** @type {Proctor[]} */
  #proctors = [];
  /** Lines that say that something is not recorded. @type {Map<string, HTMLElement>} */
  #lines = new Map();
  /** Recordings whose last pieces are on their way. @type {Promise<void>[]} */
  #endings = [];

  /** @param {import("./seat.js").Seat} seat */
  constructor(seat) {
    this.seat = seat;
  }

  /** Those of this exam; a page that is loaded anew makes them anew. */
  #all() {
    if (this.#proctors.length > 0) return this.#proctors;
    const { event } = this.seat.lobby ?? {};
    if (event?.recordScreen) this.#add("screen");
    if (event?.recordVideo) this.#add("camera");
    return this.#proctors;
  }

  /** @param {import("./proctor.js").StreamKind} kind */
  #add(kind) {
    /** @type {Proctor} */
    const proctor = new Proctor({ seat: this.seat, kind, onChange: (condition) => this.#show(kind, condition, proctor) });
    this.#proctors.push(proctor);
  }

  /** @param {import("./proctor.js").StreamKind} kind @param {import("./proctor.js").Condition} condition @param {Proctor} proctor */
  #show(kind, condition, proctor) {
    document.body.classList.toggle(`records-${kind}`, condition === "recorded");
    this.#lines.get(kind)?.remove();
    if (condition === "full") notice(say("exam-recording-full"));
    if (condition !== "lost") return;
    const line = notice(say(kind === "screen" ? "exam-recording-lost-screen" : "exam-recording-lost-camera"), "wrong");
    // A screen is shown only to whoever clicks for it.
    line.lastElementChild?.before(button(say("exam-try-again"), () => void proctor.begin(), { class: "small quiet" }));
    this.#lines.set(kind, line);
  }

  /** Asks for the devices, one after another, while a click is fresh. */
  async open() {
    for (const proctor of this.#all()) await proctor.open();
  }

  /** Records, from the moment at which somebody sits. */
  begin() {
    for (const proctor of this.#all()) void proctor.begin();
  }

  /** Nothing more is recorded; what was is sent. */
  end() {
    for (const proctor of this.#proctors) this.#endings.push(proctor.end());
    this.#proctors = [];
    this.#lines.clear();
    document.body.classList.remove("records-camera", "records-screen");
  }

  /** Waits until what was recorded has arrived, at most so long. @param {number} milliseconds */
  async arrived(milliseconds) {
    const late = new Promise((resolve) => setTimeout(resolve, milliseconds));
    await Promise.race([Promise.all(this.#endings), late]);
  }
}
