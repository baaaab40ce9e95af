// Categories are moved by dragging: among their siblings, or below another one, whose branch opens when it is waited over.
// Without this script, and for whoever uses keys, buttons and the page of a category do it.

const tree = /** @type {HTMLFormElement | null} */ (document.querySelector("form.tree"));
const WAIT = 500;

/** @param {Element} item */
const placeOf = (item) => [...(item.parentElement?.children ?? [])].indexOf(item);

/**
 * Sends where a category was dragged to.
 * @param {HTMLElement} item
 */
function send(item) {
  const level = item.closest("ul");
  if (!tree || !level) return;
  const told = { pindah: item.dataset.slug, versi: item.dataset.version, induk: level.dataset.parent, tempat: String(placeOf(item)) };
  for (const [name, value] of Object.entries(told)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value ?? "";
    tree.append(field);
  }
  tree.submit();
}

/** @param {PointerEvent} start */
function drag(start) {
  const grip = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (start.target).closest(".tree-grip"));
  const item = /** @type {HTMLElement | null} */ (grip?.closest("li") ?? null);
  if (!item || start.button !== 0) return;
  start.preventDefault();
  const before = [item.parentElement, placeOf(item)];
  let timer = 0;
  item.classList.add("dragged");
  /** @param {PointerEvent} move */
  const over = (move) => {
    const row = document.elementFromPoint(move.clientX, move.clientY)?.closest(".tree li");
    const other = /** @type {HTMLElement | null} */ (row ?? null);
    clearTimeout(timer);
    if (!other || other === item || item.contains(other)) return;
    const branch = /** @type {HTMLDetailsElement | null} */ (other.querySelector(":scope > details"));
    if (branch && !branch.open) timer = window.setTimeout(() => (branch.open = true), WAIT);
    const box = (other.querySelector(".tree-row") ?? other).getBoundingClientRect();
    if (move.clientY < box.top + box.height / 2) other.before(item);
    else if (branch?.open) branch.querySelector("ul")?.prepend(item);
    else other.after(item);
  };
  const done = new AbortController();
  const end = () => {
    done.abort();
    clearTimeout(timer);
    item.classList.remove("dragged");
    if (item.parentElement !== before[0] || placeOf(item) !== before[1]) send(item);
  };
  document.addEventListener("pointermove", over, { signal: done.signal });
  document.addEventListener("pointerup", end, { signal: done.signal });
  document.addEventListener("pointercancel", end, { signal: done.signal });
}

tree?.addEventListener("pointerdown", drag);

// A category that the address names is shown, in whichever branches it lies.
const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
for (let up = named?.parentElement; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true;
named?.scrollIntoView({ block: "center" });
