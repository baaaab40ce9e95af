// @ts-check
// Tells the other one that something is being written, and shows when they are writing.

/** Milliseconds: how often it is told, and for how long it counts. */
const EVERY = 3_000;
const COUNTS = 6_000;

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-typing]"));
const path = box?.dataset.typing ?? "";
let told = 0;
let timer = 0;

/** @param {Event} event */
function tell(event) {
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!field.matches?.(".talk-write textarea") || !field.value.trim() || Date.now() - told < EVERY) return;
  told = Date.now();
  const token = /** @type {HTMLInputElement | null} */ (field.form?.querySelector("input[name=_token]"));
  const body = new URLSearchParams({ _token: token?.value ?? "" });
  // Nothing is lost if it is not told.
  fetch(`${path}/mengetik`, { method: "POST", headers: { "x-part": "live" }, body }).catch(() => {});
}

/** @param {boolean} writes */
function show(writes) {
  clearTimeout(timer);
  if (!box) return;
  const said = writes ? (box.dataset.said ?? "") : "";
  if (box.textContent !== said) box.textContent = said;
  if (writes) timer = setTimeout(show, COUNTS, false);
}

if (box) {
  document.addEventListener("input", tell);
  document.addEventListener("happened", (event) => {
    const { name, data } = /** @type {CustomEvent} */ (event).detail;
    if (!path.endsWith(`/${data?.conversationThreadId}`)) return;
    if (name === "typing") show(true);
    // What was being written is there; what one sent oneself tells nothing of the other one.
    if (name === "message-created" && data.senderId === box.dataset.other) show(false);
  });
}
