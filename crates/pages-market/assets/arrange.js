// Pictures of a listing are put in order by dragging them, with a finger or a mouse. Without this script, and for whoever uses keys,
// the buttons beside each picture do it.

const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-arrange]"));

/** @param {HTMLElement} item */
const placeOf = (item) => (list ? [...list.children].indexOf(item) : -1);

/**
 * The picture below a point, or nothing.
 * @param {number} x
 * @param {number} y
 */
function itemAt(x, y) {
  const found = document.elementFromPoint(x, y)?.closest("[data-arrange] > li");
  return /** @type {HTMLElement | null} */ (found ?? null);
}

/**
 * Sends the place that a picture was dragged to.
 * @param {HTMLElement} item
 */
function send(item) {
  const form = item.querySelector("form");
  if (!form) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "ke";
  field.value = String(placeOf(item));
  form.append(field);
  form.submit();
}

/** @param {PointerEvent} start */
function drag(start) {
  const handle = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (start.target).closest(".grip"));
  const item = /** @type {HTMLElement | null} */ (handle?.closest("[data-arrange] > li") ?? null);
  if (!handle || !item || start.button !== 0) return;
  start.preventDefault();
  const before = placeOf(item);
  item.classList.add("dragged");
  /** @param {PointerEvent} move */
  const over = (move) => {
    const other = itemAt(move.clientX, move.clientY);
    if (!other || other === item) return;
    if (placeOf(other) < placeOf(item)) other.before(item);
    else other.after(item);
  };
  // On the document: a picture that is moved within the page loses the pointer that it caught.
  const done = new AbortController();
  const end = () => {
    done.abort();
    item.classList.remove("dragged");
    if (placeOf(item) !== before) send(item);
  };
  document.addEventListener("pointermove", over, { signal: done.signal });
  document.addEventListener("pointerup", end, { signal: done.signal });
  document.addEventListener("pointercancel", end, { signal: done.signal });
}

list?.addEventListener("pointerdown", drag);
