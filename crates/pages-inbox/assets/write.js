// @ts-check
// Sends messages without leaving the page, and keeps what was typed and not sent in this browser. Without this file the form is
// sent as every form is. A form keeps its key until its message is sent, so a message that is sent again is sent once.

/** How long an answer may take, in milliseconds. */
const PATIENCE = 20_000;
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
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
  });
}

function newKey() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(12))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {HTMLFormElement} form */
function contentOf(form) {
  const content = new URLSearchParams();
  for (const [key, value] of new FormData(form)) content.append(key, String(value));
  return content;
}

/** The message is there; what was typed since stays. @param {HTMLFormElement} form @param {string} typed */
function clear(form, typed) {
  const [own, key] = [field(), /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=_kunci]"))];
  if (key) key.value = newKey();
  box?.parentElement?.querySelector("#ringkasan")?.remove();
  form.querySelector(".faulty")?.classList.remove("faulty");
  form.querySelector(".fault")?.remove();
  if (!own) return;
  own.removeAttribute("aria-invalid");
  own.value = own.value.startsWith(typed) ? own.value.slice(typed.length) : own.value;
  keep(own.value);
  own.focus();
}

/** The form comes back with what is wrong; what was typed since stays. @param {Element} fresh @param {string} typed */
function comeBack(fresh, typed) {
  const since = field()?.value ?? typed;
  box?.replaceChildren(...fresh.childNodes);
  const own = field();
  if (own && since !== typed) own.value = since;
  document.dispatchEvent(new Event("part"));
}

/** @param {HTMLFormElement} form @param {string} typed */
async function send(form, typed) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "x-part": "live" },
    body: contentOf(form),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [part, again] = [page.querySelector("[data-part=thread]"), page.querySelector(".talk-write")];
  if (again) return comeBack(again, typed);
  // Another page comes first, such as the one on which one logs in: it keeps what was typed.
  if (!answer.ok || !part) return form.submit();
  document.dispatchEvent(new CustomEvent("arrived", { detail: part }));
  clear(form, typed);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (new URL(form.action).pathname === "/keluar") forgetAll();
    if (!box?.contains(form) || form.hasAttribute("data-sent")) return;
    event.preventDefault();
    send(form, field()?.value ?? "")
      .catch(() => document.dispatchEvent(new CustomEvent("toast", { detail: box.dataset.unsent })))
      .finally(() => form.dispatchEvent(new Event("again", { bubbles: true })));
  },
  { capture: true },
);

if (box) {
  box.addEventListener("input", () => keep(field()?.value ?? ""));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field()?.form?.requestSubmit();
  });
  const own = field();
  if (own && !own.value) own.value = kept();
  if (own) keep(own.value);
}
