// @ts-check
// What makes pages better where scripts run; without them everything works as well.

/** Forms are sent once: a second click while the first is on its way makes nothing. */
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.hasAttribute("data-once")) return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
});

/** @param {Element} form */
function release(form) {
  form.removeAttribute("data-sent");
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
}

/** A form that did not arrive, and one that somebody comes back to by the browser's button, can be sent again. */
document.addEventListener("again", (event) => release(/** @type {Element} */ (event.target)));
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

/** The words about what is wrong get the focus, so that they are read aloud first; also those of a part that came later. */
function look() {
  document.getElementById("ringkasan")?.focus();
}
document.addEventListener("part", look);
look();

/** Milliseconds that a notice stays at least; then it goes with what its reader does next, so that nobody has to hurry. */
const LEAST = 5_000;
const toasts = /** @type {HTMLElement | null} */ (document.querySelector(".toasts"));

/**
 * Puts a notice above the page, with a button that takes it away. What stood in the page from the start is told anew: a change
 * is what is read aloud.
 * @param {Element} notice
 */
function toast(notice) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.setAttribute("aria-label", toasts?.dataset.close ?? "");
  close.textContent = "×";
  const since = Date.now();
  const gone = new AbortController();
  const goesOn = () => Date.now() - since > LEAST && leave();
  function leave() {
    gone.abort();
    notice.remove();
  }
  close.addEventListener("click", leave);
  addEventListener("keydown", (event) => (event.key === "Escape" ? leave() : goesOn()), { signal: gone.signal });
  addEventListener("pointerdown", (event) => notice.contains(/** @type {Node} */ (event.target)) || goesOn(), { signal: gone.signal });
  notice.classList.add("toast");
  notice.append(close);
  notice.remove();
  requestAnimationFrame(() => toasts?.append(notice));
}

for (const notice of toasts?.querySelectorAll(".notice") ?? []) toast(notice);

/** Other scripts tell what was done by an event that has the words. */
document.addEventListener("toast", (event) => {
  const notice = document.createElement("p");
  notice.className = "notice";
  const said = document.createElement("span");
  said.textContent = /** @type {CustomEvent<string>} */ (event).detail;
  notice.append(said);
  toast(notice);
});

/** What was done is told once: the address that is kept, sent on or loaded again says nothing of it. */
const here = new URL(location.href);
if (here.searchParams.has("sudah")) {
  here.searchParams.delete("sudah");
  history.replaceState(history.state, "", here);
}

/** Without a network a page says so. The worker keeps that page and no other. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register("/luring.js").catch(() => {}));
}
