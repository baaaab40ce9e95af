// @ts-check
// Texts in the reader's language, as the page brought them along.

/** @type {Record<string, string> | undefined} */
let texts;

function all() {
  texts ??= /** @type {Record<string, string>} */ (JSON.parse(document.getElementById("texts")?.textContent ?? "{}"));
  return texts;
}

/**
 * The text of a key, filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const text = all()[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The language of the page. */
export const language = () => document.documentElement.lang;

/** A number as people there write it. @param {number} number */
export const numberText = (number) => new Intl.NumberFormat(language(), { maximumFractionDigits: 2 }).format(number);

/** Minutes or seconds in words, from seconds. @param {number} seconds */
export function durationText(seconds) {
  if (seconds < 60) return say("exam-seconds", { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60 || minutes % 60 !== 0) {
    const rest = seconds % 60;
    return rest === 0 ? say("exam-minutes", { count: minutes }) : say("exam-minutes-seconds", { minutes, seconds: rest });
  }
  return say("exam-hours", { count: minutes / 60 });
}

/** A moment as people there write it. @param {string} at @param {string} [timeZone] @param {Intl.DateTimeFormatOptions} [how] */
export function momentText(at, timeZone, how = { dateStyle: "long", timeStyle: "short" }) {
  const date = new Date(at);
  try {
    return new Intl.DateTimeFormat(language(), { ...how, timeZone }).format(date);
  } catch {
    return new Intl.DateTimeFormat(language(), how).format(date);
  }
}
