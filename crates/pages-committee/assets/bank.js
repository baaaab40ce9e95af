// @ts-check
// What makes writing questions nicer where scripts run: buttons for marks, pictures by paste and drop, rows that are dragged, how
// it looks while one types, and what was typed and not saved, kept in this browser. Without this file every form works as well.

/** Milliseconds without typing after which the preview is asked for, and what is typed is kept. */
const CALM = 700;
/** Where what is typed is kept: behind it who types, what it is of, and which version. */
const KEPT = "balai-soal:";
/** Fields of files, which go along with what is saved alone. */
const FILES = ["gambar", "suara"];
/** Fields that hold text with marks. */
const MARKED = "textarea[name=question], textarea[name=instruction], textarea[name=body], .bank-row textarea";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-bank]"));
const words = /** @type {HTMLElement} */ (document.getElementById("bank-kata") ?? document.createElement("template")).dataset;

/** @param {HTMLTextAreaElement} area @param {string} before @param {string} after @param {string} [middle] */
function wrap(area, before, after, middle) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to) || middle || "";
  area.focus();
  // What the browser inserts can be undone by its own command.
  if (!document.execCommand("insertText", false, before + inner + after)) area.setRangeText(before + inner + after, from, to, "end");
  area.setSelectionRange(from + before.length, from + before.length + inner.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLTextAreaElement} area @param {string} name */
function list(area, name) {
  const lines = area.value.slice(area.selectionStart, area.selectionEnd).split("\n").filter(Boolean);
  const items = (lines.length > 0 ? lines : [""]).map((line) => `<li>${line}</li>`);
  wrap(area, "", "", `<${name}>\n${items.join("\n")}\n</${name}>`);
}

/** @typedef {(area: HTMLTextAreaElement) => void} Tool */
/** @type {Array<[string, string, Tool]>} */
const TOOLS = [
  ["bold", "B", (area) => wrap(area, "<b>", "</b>")],
  ["italic", "I", (area) => wrap(area, "<i>", "</i>")],
  ["underline", "U", (area) => wrap(area, "<u>", "</u>")],
  ["sup", "x²", (area) => wrap(area, "<sup>", "</sup>")],
  ["sub", "x₂", (area) => wrap(area, "<sub>", "</sub>")],
  ["list", "•", (area) => list(area, "ul")],
  ["numbers", "1.", (area) => list(area, "ol")],
  ["table", "⊞", (area) => wrap(area, "<table>\n<tr><th>", "</th><th></th></tr>\n<tr><td></td><td></td></tr>\n</table>")],
  ["formula", "√x", (area) => wrap(area, "\\(", "\\)", "\\frac{1}{2}")],
];

/** @param {HTMLTextAreaElement} area */
function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "bank-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.tools ?? "");
  const add = (/** @type {string} */ name, /** @type {string | Node} */ sign, /** @type {Tool} */ use) => {
    const button = document.createElement("button");
    button.type = "button";
    // A sign is drawn by the sheet, so that what is read aloud is the name alone.
    if (typeof sign === "string") button.dataset.sign = sign;
    else button.append(sign);
    button.title = words[name] ?? "";
    button.setAttribute("aria-label", words[name] ?? "");
    button.addEventListener("click", () => use(area));
    bar.append(button);
  };
  for (const [name, sign, use] of TOOLS) add(name, sign, use);
  add("picture", drawnPicture(), choosePicture);
  area.before(bar);
  const told = document.createElement("p");
  told.className = "bank-told";
  told.setAttribute("role", "status");
  told.hidden = true;
  area.after(told);
  area.addEventListener("keydown", (event) => {
    const name = { b: 0, i: 1, u: 2 }[event.key.toLowerCase()];
    if (!(event.ctrlKey || event.metaKey) || name === undefined) return;
    event.preventDefault();
    TOOLS[name][2](area);
  });
  area.addEventListener("paste", (event) => {
    const files = picturesOf(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    void bring(area, files);
  });
  area.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    area.classList.add("dropping");
  });
  for (const end of ["dragleave", "drop"]) area.addEventListener(end, () => area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => {
    const files = picturesOf(event.dataTransfer);
    if (files.length === 0) return;
    event.preventDefault();
    void bring(area, files);
  });
}

/** A frame with a hill: no font has the same sign for a picture. */
function drawnPicture() {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M3 4h18v16H3zM3 17l6-6 5 5 3-3 4 4M16 8.5h.01");
  for (const [name, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linejoin": "round", "stroke-linecap": "round" })) line.setAttribute(name, value);
  drawn.append(line);
  return drawn;
}

/** @param {DataTransfer | null} from */
const picturesOf = (from) => [...(from?.files ?? [])].filter((file) => file.type.startsWith("image/"));

/** @param {HTMLTextAreaElement} area */
function choosePicture(area) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.multiple = true;
  input.addEventListener("change", () => void bring(area, [...(input.files ?? [])]));
  input.click();
}

/** Sends pictures and puts what shows them where the cursor is. @param {HTMLTextAreaElement} area @param {File[]} files */
async function bring(area, files) {
  const told = /** @type {HTMLElement} */ (area.nextElementSibling);
  told.hidden = false;
  told.textContent = words.sending ?? "";
  for (const file of files) {
    const content = new FormData();
    content.append("_token", /** @type {HTMLInputElement} */ (form?.querySelector("[name=_token]")).value);
    content.append("gambar", file);
    try {
      const answer = await fetch("/ujian/soal/gambar", { method: "POST", body: content });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.querySelector("p")?.textContent?.trim() ?? "";
      if (!answer.ok || !said.startsWith("![")) {
        told.textContent = answer.status === 422 && said ? said : (words.unsent ?? "");
        return;
      }
      wrap(area, "", "", said);
      area.setSelectionRange(area.selectionEnd, area.selectionEnd);
    } catch {
      told.textContent = words.unsent ?? "";
      return;
    }
  }
  told.textContent = "";
  told.hidden = true;
}

/** @param {Element} row */
const inputsOf = (row) => /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("textarea, input, select")]);

/** Moves what is in a row to another place; names stay with their places. @param {Element[]} rows @param {number} from @param {number} to */
function moveRow(rows, from, to) {
  const held = rows.map((row) => inputsOf(row).map((input) => ({ value: input.value, checked: input.checked, kind: input.type })));
  held.splice(to, 0, ...held.splice(from, 1));
  rows.forEach((row, at) =>
    inputsOf(row).forEach((input, which) => {
      const was = held[at][which];
      if (!was) return;
      if (input.type === "radio" || input.type === "checkbox") input.checked = was.checked;
      else input.value = was.value;
    }),
  );
  rows[to].querySelector("textarea")?.focus();
  form?.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {Element} box */
function sortable(box) {
  const rows = () => [...box.querySelectorAll("[data-row]")];
  // A premise's response stays with its letter, so responses are moved by their buttons, which know who is matched to what.
  if (/** @type {HTMLElement} */ (box).dataset.rows === "respons") return;
  let dragged = -1;
  box.addEventListener("keydown", (event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    const row = /** @type {Element} */ (event.target).closest("[data-row]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[key.key];
    if (!row || !key.altKey || !step) return;
    const from = rows().indexOf(row);
    const to = from + step;
    if (to < 0 || to >= rows().length) return;
    event.preventDefault();
    moveRow(rows(), from, to);
  });
  for (const row of rows()) {
    const foot = row.querySelector(".bank-row-foot");
    const grip = document.createElement("span");
    grip.className = "bank-grip";
    grip.draggable = true;
    grip.textContent = "⋮⋮";
    grip.setAttribute("aria-hidden", "true");
    foot?.prepend(grip);
    grip.addEventListener("dragstart", () => (dragged = rows().indexOf(row)));
    grip.addEventListener("dragend", () => (dragged = -1));
    row.addEventListener("dragover", (event) => {
      if (dragged < 0) return;
      event.preventDefault();
      row.classList.add("over");
    });
    for (const end of ["dragleave", "drop"]) row.addEventListener(end, () => row.classList.remove("over"));
    row.addEventListener("drop", (event) => {
      if (dragged < 0) return;
      event.preventDefault();
      moveRow(rows(), dragged, rows().indexOf(row));
      dragged = -1;
    });
  }
}

/** Shows how it looks by the same way that the button takes. @param {HTMLFormElement} of */
function live(of) {
  let asked = 0;
  let waiting = 0;
  async function look() {
    const turn = ++asked;
    const content = new FormData(of);
    for (const file of FILES) content.delete(file);
    content.append("_lakukan", "lihat");
    try {
      // Text alone goes as forms without files do.
      const body = of.enctype === "multipart/form-data" ? content : new URLSearchParams(/** @type {[string, string][]} */ ([...content]));
      const answer = await fetch(of.action, { method: "POST", body });
      if (!answer.ok || turn !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [now, next] = [document, page].map((from) => from.getElementById("pratinjau"));
      if (now && next) now.replaceChildren(...next.childNodes);
    } catch {
      // The network is away: what is shown stays, and the next key asks again.
    }
  }
  of.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void look(), CALM);
  });
}

/** Fields that are no work of whoever types. @param {string} name */
const isOwn = (name) => !name.startsWith("_") && !FILES.includes(name) && name !== "cari-audio";

/** @param {HTMLFormElement} of */
const typedIn = (of) => [...new FormData(of)].filter(([name, value]) => isOwn(name) && typeof value === "string");

/** Keeps what is typed in this browser, and offers it again. @param {HTMLFormElement} of */
function keep(of) {
  const key = KEPT + of.dataset.draft;
  const family = key.slice(0, key.lastIndexOf("/") + 1);
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept]"));
  const forget = () => Object.keys(localStorage).filter((one) => one.startsWith(family)).forEach((one) => localStorage.removeItem(one));
  if (of.hasAttribute("data-saved")) forget();
  const before = JSON.stringify(typedIn(of));
  const old = localStorage.getItem(key) ?? newest(family);
  /** @type {{ at: number, fields: [string, string][] } | null} */
  const kept = old ? JSON.parse(old) : null;
  if (box && kept && JSON.stringify(kept.fields) !== before) {
    box.hidden = false;
    const when = box.querySelector("[data-kept-when]");
    if (when) when.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    box.querySelector("[data-kept-take]")?.addEventListener("click", () => take(of, kept.fields));
    box.querySelector("[data-kept-drop]")?.addEventListener("click", () => {
      forget();
      box.hidden = true;
    });
  }
  let waiting = 0;
  of.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: typedIn(of) }));
      } catch {
        // A full store keeps nothing more; the form itself is untouched.
      }
    }, CALM);
  });
}

/** What was typed over an older version. @param {string} family */
function newest(family) {
  const own = Object.keys(localStorage).filter((one) => one.startsWith(family));
  const values = own.map((one) => localStorage.getItem(one) ?? "").filter(Boolean);
  return values.sort((one, other) => JSON.parse(other).at - JSON.parse(one).at)[0];
}

/** Sends what was kept to the form's own page, which shows it with as many rows as it has. @param {HTMLFormElement} of @param {[string, string][]} fields */
function take(of, fields) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = of.action;
  sent.enctype = of.enctype;
  sent.hidden = true;
  const hidden = [...new FormData(of)].filter(([name]) => name.startsWith("_"));
  for (const [name, value] of [...hidden, ...fields, ["_lakukan", "lihat"]]) {
    if (typeof value !== "string") continue;
    const area = document.createElement("textarea");
    area.name = name;
    area.value = value;
    sent.append(area);
  }
  document.body.append(sent);
  sent.submit();
}

if (form) {
  form.querySelectorAll(MARKED).forEach((area) => toolbar(/** @type {HTMLTextAreaElement} */ (area)));
  form.querySelectorAll("[data-rows]").forEach(sortable);
  // The toolbar brings pictures where the cursor is.
  const pictures = /** @type {HTMLElement | null} */ (form.querySelector(".bank-picture"));
  if (pictures) pictures.hidden = true;
  if (form.dataset.draft) keep(form);
  if (document.getElementById("pratinjau")) live(form);
  // Where it is shown while one types, nobody has to ask for it.
  const preview = /** @type {HTMLElement | null} */ (form.querySelector("[data-preview]"));
  if (preview && form.hasAttribute("data-live")) preview.hidden = true;
  const apply = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-apply]"));
  for (const name of ["questionType", "rule"]) form.querySelector(`[name=${name}]`)?.addEventListener("change", () => apply?.click());
  if (apply) apply.closest("p")?.classList.add("unseen");
  const audio = /** @type {HTMLSelectElement | null} */ (form.querySelector("select[name=audioId]"));
  const player = /** @type {HTMLAudioElement | null} */ (form.querySelector("[data-audio]"));
  audio?.addEventListener("change", () => {
    const path = audio.selectedOptions[0]?.dataset.src;
    if (path) player?.setAttribute("src", path);
    else player?.removeAttribute("src");
  });
}
