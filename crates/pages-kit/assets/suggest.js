// @ts-check
// Suggestions below the search field, as a combobox: arrows move, Enter opens, Escape closes. Without this file, or when the
// server has nothing to say, the field is a field like any other.

/** Milliseconds without a key after which the server is asked. */
const PAUSE = 180;
const LEAST = 2;

/** @typedef {{ text: string, kind: string | null, path: string }} Suggestion */

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} field
 * @param {string} address
 */
function suggestWithin(form, field, address) {
  const list = document.createElement("ul");
  list.id = `${field.id}-saran`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  /** @type {Suggestion[]} */
  let shown = [];
  let active = -1;
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  /** @param {number} at */
  function choose(at) {
    active = at;
    for (const [index, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(index === at));
    if (at < 0) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {Suggestion[]} suggestions */
  function show(suggestions) {
    shown = suggestions;
    list.replaceChildren(...suggestions.map((suggestion, at) => option(suggestion, at)));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  /** @param {Suggestion} suggestion @param {number} at */
  function option(suggestion, at) {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    // Names are text, and may be written from right to left.
    const text = document.createElement("bdi");
    text.textContent = suggestion.text;
    item.append(text);
    if (suggestion.kind) {
      const kind = document.createElement("small");
      kind.textContent = suggestion.kind;
      item.append(kind);
    }
    // The field keeps the focus, so that leaving it means leaving.
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(suggestion.path));
    return item;
  }

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  async function ask() {
    asking = new AbortController();
    const typed = field.value;
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === field && field.value === typed) show(await answer.json());
    } catch {
      // Nothing is suggested; searching works all the same.
    }
  }

  field.addEventListener("input", () => {
    stop();
    if (field.value.trim().length < LEAST) show([]);
    else timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("blur", () => {
    stop();
    show([]);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = shown.length;
    if (event.key === "ArrowDown") choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp") choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && active >= 0) location.assign(shown[active].path);
    else return;
    event.preventDefault();
  });
  show([]);
}

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.querySelector("input[type=search]");
  if (!(form instanceof HTMLFormElement && field instanceof HTMLInputElement)) continue;
  if (form.dataset.suggest) suggestWithin(form, field, form.dataset.suggest);
}
