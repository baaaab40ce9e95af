// A listing that is being typed is kept as a draft by itself, a little after each change, so that nothing is lost when the page is
// left. Without this script, a button of the form does it.

const PAUSE = 3000;

const told = /** @type {HTMLElement | null} */ (document.querySelector("[data-draft]"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("main form.form"));
const held = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=draf]") ?? null);
let timer = 0;
let isPosted = false;

async function keep() {
  if (!form || !held || isPosted) return;
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
  typed.set("pilih", "diam");
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "same-origin" });
    const draft = answer.ok ? answer.headers.get("draf") : null;
    if (!draft || !told) return;
    held.value = draft;
    told.textContent = told.dataset.draft ?? "";
  } catch {
    // The next change tries again.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  if (told) told.textContent = "";
  timer = window.setTimeout(keep, PAUSE);
});
form?.addEventListener("submit", () => {
  isPosted = true;
  clearTimeout(timer);
});
