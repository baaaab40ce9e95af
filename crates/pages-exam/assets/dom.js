// @ts-check
// Elements made in one call, and the few parts that all screens use.

import { say } from "./texts.js";

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element: `on…` are listeners, `true` is an attribute without a value, and what is null, undefined or false is left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/** Puts children into an element. @param {Node} element @param {...Child} children */
export function fill(element, ...children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** The element of an id, which the page has. @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const DRAWINGS = {
  check: "m4 12.5 5 5L20 6.5",
  warning: "M12 4 2.5 20h19zM12 10v5M12 17.6v.6",
  flag: "M6 21V4M6 4.5h11l-2.5 4 2.5 4H6",
  device: "M5 4h14v11H5zM2 19h20",
  server: "M4 4h16v6H4zM4 14h16v6H4zM8 7h.1M8 17h.1",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  play: "M7 5v14l11-7z",
  stop: "M7 7h10v10H7z",
  microphone: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  camera: "M3 7h12v10H3zM15 11l6-3v8l-6-3",
  sound: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  arrow: "M4 12h15M13 6l6 6-6 6",
  back: "M20 12H5M11 6l-6 6 6 6",
  pause: "M8 5v14M16 5v14",
  list: "M4 6h.1M9 6h11M4 12h.1M9 12h11M4 18h.1M9 18h11",
  zoom: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21M10.5 8v5M8 10.5h5",
  offline: "M3 3l18 18M5 12.5a10 10 0 0 1 5-2.6M14 10a10 10 0 0 1 5 2.5M8.5 16a5 5 0 0 1 7 0M12 19.5h.1",
};

/** @param {keyof typeof DRAWINGS} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", "0 0 24 24");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", DRAWINGS[name]);
  svg.appendChild(path);
  return svg;
}

/**
 * A button. @param {Child} label @param {(event: MouseEvent) => void} onclick @param {Record<string, unknown>} [attributes] `class` is beside that of a button
 */
export function button(label, onclick, { class: kind = "", ...attributes } = {}) {
  return h("button", { type: "button", class: `button ${kind}`.trim(), onclick, ...attributes }, label);
}

/** Shows a screen: its heading gets the focus, so that it is read from its beginning. @param {...Child} children */
export function show(...children) {
  const main = byId("isi");
  main.replaceChildren();
  fill(main, ...children);
  scrollTo(0, 0);
  const heading = main.querySelector("h1");
  if (heading) document.title = `${heading.textContent} · Balai`;
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** Says something to those who listen. @param {string} text */
export function tell(text) {
  byId("tell").textContent = text;
}

/** A line that says what happened, until it is put away. @param {string} text @param {"" | "wrong"} [kind] */
export function notice(text, kind = "") {
  const line = h("p", { class: `notice told-line ${kind}` }, icon(kind === "wrong" ? "warning" : "check"), h("span", {}, text));
  line.appendChild(h("button", { type: "button", class: "away", "aria-label": say("exam-put-away"), onclick: () => line.remove() }, "×"));
  byId("notices").appendChild(line);
  byId(kind === "wrong" ? "warn" : "tell").textContent = text;
  return line;
}

/**
 * Asks before something that cannot be undone. @param {{ heading: string, lines: Child[], yes: string, no: string, isGrave?: boolean }} question
 * @returns {Promise<boolean>}
 */
export function ask({ heading, lines, yes, no, isGrave = false }) {
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = h(
      "dialog",
      { class: "question-box", "aria-labelledby": "asked" },
      h("h2", { id: "asked" }, heading),
      ...lines.map((line) => (line instanceof Node ? line : h("p", {}, line))),
      h("p", { class: "actions" }, button(yes, () => end(true), { class: isGrave ? "grave" : "" }), button(no, () => end(false), { class: "quiet" })),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(false);
    });
    document.body.appendChild(dialog);
    dialog.showModal();
  });
}
