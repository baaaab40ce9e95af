// The moderators' desk by keys: j and k walk, a approves, r goes to the reason, x ticks, u takes back. Without this script, the
// buttons do.

const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
let at = -1;

/** @param {number} step */
function walk(step) {
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at]?.focus();
  rows[at]?.scrollIntoView({ block: "nearest" });
}

/** @param {string} key */
function part(key) {
  return /** @type {HTMLElement | null} */ (rows[at]?.querySelector(`[data-key="${key}"]`) ?? null);
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  a: () => part("a")?.click(),
  r: () => part("r")?.focus(),
  x: () => /** @type {HTMLElement | null} */ (rows[at]?.querySelector("input[type=checkbox]") ?? null)?.click(),
  u: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-undo] button"))?.click(),
};

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const types = target.closest("input:not([type=checkbox]), textarea, select");
  if (types || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("focusin", (event) => {
  const row = /** @type {HTMLElement} */ (event.target).closest?.("[data-row]");
  if (row) at = rows.indexOf(/** @type {HTMLElement} */ (row));
});
