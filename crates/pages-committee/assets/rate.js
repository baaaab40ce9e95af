// @ts-check
// Rating without a mouse: points by keys, sound by keys, and the next answer. Without this file the form is a form and the
// browser's own player plays.

/** Milliseconds within which a second digit belongs to the first. */
const TOGETHER = 1_200;
/** Speeds of sound, in their order. */
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
/** Seconds of a jump. */
const JUMP = 5;
/** Most points that have a button each. */
const BUTTONS = 20;

/** The number of a text, whatever its decimal mark is. @param {string} text */
export const valueOf = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));

/**
 * What a key makes of the points that stand there.
 * @param {string} text what stands there
 * @param {string} key a digit, a decimal mark or Backspace
 * @param {{ most: number, mark: string, isFollowing: boolean }} how the most points, the decimal mark, and whether a digit was
 *   pressed just before
 */
export function pressed(text, key, { most, mark, isFollowing }) {
  if (key === "Backspace") return "";
  if (key === "." || key === ",") {
    const value = valueOf(text || "0");
    const next = Number.isInteger(value) ? value + 0.5 : Math.floor(value);
    return next <= most ? String(next).replace(".", mark) : text;
  }
  const joined = isFollowing && /^[0-9]+$/.test(text) ? String(Number(text + key)) : key;
  if (Number(joined) <= most) return joined;
  return Number(key) <= most ? key : text;
}

/** The sum of points, in hundredths so that nothing is lost; empty where there are none. @param {string[]} texts @param {string} mark */
export function summed(texts, mark) {
  const values = texts.map(valueOf).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return "";
  const hundredths = values.reduce((sum, value) => sum + Math.round(value * 100), 0);
  return String(hundredths / 100).replace(".", mark);
}

/** The speed after or before another one. @param {number} speed @param {number} step */
export function speedBeside(speed, step) {
  const at = SPEEDS.indexOf(speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (at < 0 ? 1 : at) + step))];
}

/** What a browser keeps between answers; nothing where it keeps nothing. */
const kept = {
  /** @param {string} name */
  read(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  /** @param {string} name @param {string} value */
  write(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // It is asked again next time.
    }
  },
};

/** The player's further buttons. */
function player() {
  const audio = /** @type {HTMLAudioElement | null} */ (document.querySelector(".player audio"));
  if (!audio) return undefined;
  const more = /** @type {HTMLElement} */ (document.querySelector(".player-more"));
  const fault = /** @type {HTMLElement} */ (document.querySelector("[data-player-fault]"));
  const speeds = /** @type {NodeListOf<HTMLButtonElement>} */ (more.querySelectorAll("[data-rate]"));
  more.hidden = false;
  /** @param {number} speed */
  function run(speed) {
    if (!audio) return;
    audio.defaultPlaybackRate = speed;
    audio.playbackRate = speed;
    kept.write("balai-rate-speed", String(speed));
    for (const one of speeds) one.setAttribute("aria-pressed", String(Number(one.dataset.rate) === speed));
  }
  /** @param {number} seconds */
  const jump = (seconds) => {
    audio.currentTime = Math.max(0, Math.min(audio.currentTime + seconds, Number.isFinite(audio.duration) ? audio.duration : Infinity));
  };
  const before = Number(kept.read("balai-rate-speed"));
  run(SPEEDS.includes(before) ? before : 1);
  for (const one of speeds) one.addEventListener("click", () => run(Number(one.dataset.rate)));
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (more.querySelectorAll("[data-jump]"))) one.addEventListener("click", () => jump(Number(one.dataset.jump)));
  audio.addEventListener("error", () => (fault.hidden = false));
  /** @type {Record<string, () => void>} */
  const keys = {
    " ": () => (audio.paused ? void audio.play().catch(() => (fault.hidden = false)) : audio.pause()),
    ArrowLeft: () => jump(-JUMP),
    ArrowRight: () => jump(JUMP),
    ArrowUp: () => run(speedBeside(audio.playbackRate, 1)),
    ArrowDown: () => run(speedBeside(audio.playbackRate, -1)),
  };
  return keys;
}

/** Points by keys and buttons. @param {HTMLFormElement} form */
function points(form) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("score"));
  const box = /** @type {HTMLElement} */ (form.querySelector(".points"));
  const most = Number(form.dataset.most);
  const mark = document.documentElement.lang === "en" ? "." : ",";
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  let since = 0;
  function mirror() {
    const value = valueOf(field.value);
    for (const one of buttons) one.setAttribute("aria-pressed", String(Number(one.value) === Math.floor(value)));
  }
  /** @param {string} text */
  function set(text) {
    field.value = text;
    mirror();
  }
  /** @param {string} key */
  function press(key) {
    const now = Date.now();
    set(pressed(field.value, key, { most, mark, isFollowing: now - since < TOGETHER }));
    since = /[0-9]/.test(key) ? now : 0;
  }
  /** @param {string} text @param {string} name @param {() => void} act */
  function add(text, name, act) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button small quiet";
    one.textContent = text;
    one.setAttribute("aria-label", name);
    one.addEventListener("click", act);
    box.append(one);
    return one;
  }
  if (most <= BUTTONS) {
    for (let value = 0; value <= most; value += 1) {
      const one = add(String(value), `${value} ${form.dataset.points}`, () => set(String(value)));
      one.value = String(value);
      buttons.push(one);
    }
    add("½", form.dataset.half ?? "½", () => press("."));
    box.hidden = false;
  }
  field.addEventListener("input", mirror);
  mirror();
  // Criteria add up to the score, as long as nobody has given another one.
  const parts = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=poin]"));
  const sum = () => summed([...parts].map((part) => part.value), mark);
  let last = sum();
  for (const part of parts) {
    part.addEventListener("input", () => {
      if (field.value === "" || field.value === last) set(sum());
      last = sum();
    });
  }
  return press;
}

/** Whether keys are for where the focus is, and not for the page. @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLElement && target.matches("textarea, select, input:not([type=checkbox])");

function start() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-rating]"));
  const sound = player();
  const press = form ? points(form) : undefined;
  const help = /** @type {HTMLElement | null} */ (document.querySelector(".keys"));
  const use = /** @type {HTMLInputElement | null} */ (document.getElementById("keys"));
  if (help) help.hidden = false;
  if (use) {
    use.checked = kept.read("balai-rate-keys") !== "off";
    use.addEventListener("change", () => kept.write("balai-rate-keys", use.checked ? "on" : "off"));
  }
  const follow = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && event.ctrlKey && form) return void (event.preventDefault(), form.requestSubmit());
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(target) || (use && !use.checked)) return;
    // What has the focus is pressed by these, as everywhere.
    const isPressed = target instanceof HTMLElement && target.matches("button, a, summary, input, audio");
    if ((key === " " || key === "Enter" || key.startsWith("Arrow")) && isPressed) return;
    /** @type {(() => void) | undefined} */
    let act = sound?.[key];
    if (press && /^([0-9.,]|Backspace)$/.test(key)) act = () => press(key);
    if (form && key === "Enter") act = () => form.requestSubmit();
    if (key === "n" || key === "N") act = () => follow("[data-skip]");
    if (key === "b" || key === "B") act = () => follow("[data-back]");
    if (!act) return;
    event.preventDefault();
    act();
  });
}

if (typeof document !== "undefined") start();
