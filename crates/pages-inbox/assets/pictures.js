// @ts-check
// Pictures for a message. Each is sent as soon as it is chosen and shown small, with a button that takes it away; the message then
// names it. Without this file the form itself brings them.

const ADDRESS = "/pesan/gambar";
/** Milliseconds that a picture may take on its way. */
const PATIENCE = 180_000;

const box = /** @type {HTMLElement | null} */ (document.querySelector(".talk-write"));
const holder = () => /** @type {HTMLElement | null} */ (box?.querySelector("[data-pictures]") ?? null);
const chips = () => [.../** @type {NodeListOf<HTMLElement>} */ (box?.querySelectorAll(".talk-chip") ?? [])];
const token = () => /** @type {HTMLInputElement | null} */ (box?.querySelector("input[name=_token]"))?.value ?? "";
/** What ends a picture's way when it is taken away. @type {WeakMap<HTMLElement, AbortController>} */
const ways = new WeakMap();

/** @param {string | undefined} text */
const toast = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: text ?? "" }));

/** @param {string} text @param {string} kind @param {() => void} press */
function button(text, kind, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  if (kind === "talk-remove") made.setAttribute("aria-label", text);
  made.textContent = kind === "talk-remove" ? "×" : text;
  made.addEventListener("click", press);
  return made;
}

/** It is not to be sent after all. @param {HTMLElement} chip */
function remove(chip) {
  ways.get(chip)?.abort();
  const image = chip.querySelector("img");
  if (image?.src.startsWith("blob:")) URL.revokeObjectURL(image.src);
  const id = chip.dataset.picture;
  // One that stays behind is removed by the server within a day.
  if (id) fetch(`${ADDRESS}/${id}/buang`, { method: "POST", headers: { "x-part": "live" }, body: new URLSearchParams({ _token: token() }) }).catch(() => {});
  const next = chip.nextElementSibling ?? chip.previousElementSibling;
  chip.remove();
  const focus = next?.querySelector("button") ?? box?.querySelector("textarea");
  /** @type {HTMLElement | null | undefined} */ (focus)?.focus();
}

/** A picture that came with the page has a box to tick: here a button does it. @param {HTMLElement} chip */
function equip(chip) {
  if (chip.querySelector(".talk-remove")) return;
  chip.querySelector(".talk-leave")?.remove();
  chip.append(button(holder()?.dataset.remove ?? "", "talk-remove", () => remove(chip)));
}

/** @param {HTMLElement} chip @param {string | undefined} text @param {(() => void) | null} again */
function fail(chip, text, again) {
  chip.className = "talk-chip failed";
  const said = document.createElement("span");
  said.setAttribute("role", "alert");
  said.textContent = text ?? "";
  chip.querySelector("span")?.replaceWith(said);
  if (again) said.after(button(holder()?.dataset.again ?? "", "link", again));
}

/** @param {File} file @param {AbortSignal} signal */
async function post(file, signal) {
  const body = new FormData();
  body.append("_token", token());
  body.append("gambar", file, file.name || "gambar");
  const answer = await fetch(ADDRESS, { method: "POST", headers: { "x-part": "live" }, body, signal });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** @param {HTMLElement} chip @param {File} file */
async function send(chip, file) {
  const way = new AbortController();
  ways.set(chip, way);
  chip.className = "talk-chip pending";
  chip.querySelector("button.link")?.remove();
  const said = document.createElement("span");
  said.textContent = holder()?.dataset.waiting ?? "";
  chip.querySelector("span")?.replaceWith(said);
  const again = () => void send(chip, file);
  try {
    const { answer, page } = await post(file, AbortSignal.any([way.signal, AbortSignal.timeout(PATIENCE)]));
    const made = /** @type {HTMLElement | null} */ (page.querySelector("[data-picture]"));
    const field = made?.querySelector("input[name=lampiran]");
    if (made && field) {
      chip.className = "talk-chip";
      chip.dataset.picture = made.dataset.picture;
      chip.querySelector("span")?.remove();
      chip.append(field);
    } else if (answer.status === 422) fail(chip, page.body.textContent?.trim(), null);
    else if (answer.ok) fail(chip, box?.dataset.over, again);
    else fail(chip, page.querySelector("h1")?.textContent ?? holder()?.dataset.away, again);
  } catch {
    if (!way.signal.aborted) fail(chip, holder()?.dataset.away, again);
  }
}

/** @param {Iterable<File>} files */
function add(files) {
  const list = box?.querySelector(".talk-chips");
  const most = Number(holder()?.dataset.pictures);
  if (!list) return;
  for (const file of files) {
    if (chips().length >= most) {
      toast(holder()?.dataset.many);
      return;
    }
    const chip = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    [image.width, image.height] = [88, 88];
    chip.append(image, document.createElement("span"));
    list.append(chip);
    equip(chip);
    void send(chip, file);
  }
}

if (box) {
  box.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.type !== "file" || !field.files) return;
    add([...field.files]);
    // They went by themselves: the form brings none.
    field.value = "";
  });
  box.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  });
  document.addEventListener("part", () => chips().forEach(equip));
  chips().forEach(equip);
}
