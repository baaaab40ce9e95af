// @ts-check
// Hands what is typed on to be sent without leaving the page (the queue), and keeps what was not handed on in this browser. Without
// this file the form is sent as every form is.

const QUEUED = "balai:antre:";
const DRAFTS = "balai:draf:";

const box = /** @type {HTMLElement | null} */ (document.querySelector(".talk-write"));
const field = () => /** @type {HTMLTextAreaElement | null} */ (box?.querySelector("textarea") ?? null);
const name = DRAFTS + (box?.dataset.draft ?? "");

/** A browser may refuse to keep anything; then nothing is kept. @template T @param {() => T} work */
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function keep(text) {
  attempt(() => (text.trim() ? localStorage.setItem(name, text) : localStorage.removeItem(name)));
}

/** What is kept, unless it was sent meanwhile. */
function kept() {
  const text = attempt(() => localStorage.getItem(name)) ?? "";
  const last = [...document.querySelectorAll(".talk-line.own .talk-text bdi")].at(-1)?.textContent ?? "";
  return text.trim() === last.trim() ? "" : text;
}

/** Whoever logs out leaves nothing behind. */
function forgetAll() {
  attempt(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS) || key.startsWith(QUEUED)) localStorage.removeItem(key);
  });
}

function newKey() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(12))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What was handed on leaves the form, which has another key then. @param {HTMLFormElement} form */
function clear(form) {
  const [own, key] = [field(), /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=_kunci]"))];
  if (key) key.value = newKey();
  box?.querySelector("#ringkasan")?.remove();
  form.querySelector(".faulty")?.classList.remove("faulty");
  form.querySelector(".fault")?.remove();
  if (!own) return;
  box?.querySelector(".talk-chips")?.replaceChildren();
  own.removeAttribute("aria-invalid");
  own.value = "";
  keep("");
  own.focus();
}

/** The pictures that the message names; nothing while one of them has not arrived. */
function pictures() {
  const holder = /** @type {HTMLElement | null} */ (box?.querySelector("[data-pictures]") ?? null);
  const chips = [.../** @type {NodeListOf<HTMLElement>} */ (box?.querySelectorAll(".talk-chip") ?? [])];
  const failed = chips.find((chip) => chip.classList.contains("failed"));
  failed?.querySelector("button")?.focus();
  if (!failed && chips.some((chip) => !chip.dataset.picture)) document.dispatchEvent(new CustomEvent("toast", { detail: holder?.dataset.busy }));
  const ids = chips.map((chip) => chip.dataset.picture ?? "");
  return ids.includes("") ? undefined : ids;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (new URL(form.action).pathname === "/keluar") forgetAll();
    if (!box?.contains(form)) return;
    event.preventDefault();
    const key = /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=_kunci]"))?.value ?? newKey();
    // The kit has marked the form as sent by then.
    setTimeout(() => form.dispatchEvent(new Event("again", { bubbles: true })));
    const chosen = pictures();
    if (!chosen) return;
    document.dispatchEvent(new CustomEvent("queue", { detail: { key, text: field()?.value ?? "", pictures: chosen } }));
    clear(form);
  },
  { capture: true },
);

if (box) {
  // A form that comes back with what is wrong takes the place of the one that is there.
  document.addEventListener("refused", (event) => {
    box.replaceChildren(.../** @type {CustomEvent<Element>} */ (event).detail.childNodes);
    keep(field()?.value ?? "");
    document.dispatchEvent(new Event("part"));
  });
  box.addEventListener("input", () => keep(field()?.value ?? ""));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field()?.form?.requestSubmit();
  });
  const own = field();
  if (own && !own.value) own.value = kept();
  if (own) keep(own.value);
}
