// @ts-check
// Sends what was written, in its order, and keeps it in this browser until it has arrived: over a lost network and over a page that
// is loaded anew. Each message has a key, by which the server knows it, so one that is sent again is sent once.

/** @typedef {{ key: string, text: string, pictures?: string[], failed?: string, tries?: number }} Entry */

/** How long an answer may take; how soon what did not arrive is sent again, and the longest pause. In milliseconds. */
const PATIENCE = 20_000;
const AGAIN = 3_000;
const LONGEST = 60_000;
/** What counts as no answer: nobody was reached, or everything was busy. */
const LATER = [408, 429, 500, 502, 503, 504];

const box = /** @type {HTMLElement | null} */ (document.querySelector(".talk-write"));
const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-queue]"));
const path = box?.dataset.draft ?? "";
// What one has written waits for oneself: whoever else uses this browser talks with somebody else.
const name = `balai:antre:${path}:${list?.dataset.queue ?? ""}`;
/** Keys of what was written since the page was opened: if that is refused, its form comes back. */
const fresh = new Set();
/** Where a browser keeps nothing, the page does. @type {Entry[] | null} */
let unkept = null;
let isSending = false;
let pause = AGAIN;
let timer = 0;

/** @returns {Entry[]} */
function read() {
  if (unkept) return unkept;
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** @param {Entry[]} entries */
function write(entries) {
  try {
    if (entries.length > 0) localStorage.setItem(name, JSON.stringify(entries));
    else localStorage.removeItem(name);
    unkept = null;
  } catch {
    unkept = entries;
  }
  show();
}

/** @param {Entry} entry */
const settle = (entry) => write(read().filter((other) => other.key !== entry.key));
/** @param {Entry} entry @param {Partial<Entry>} change */
const amend = (entry, change) => write(read().map((other) => (other.key === entry.key ? { ...other, ...change } : other)));

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

/** The pictures of a message, which have arrived before it. @param {Entry} entry */
function thumbsOf(entry) {
  return (entry.pictures ?? []).map((id) => {
    const image = document.createElement("img");
    image.src = `/pesan/gambar/${encodeURIComponent(id)}/thumb`;
    [image.alt, image.width, image.height] = ["", 64, 64];
    return image;
  });
}

/** @param {Entry} entry */
function lineOf(entry) {
  const { sending = "", waiting = "", failed = "", again = "", drop = "" } = list?.dataset ?? {};
  const line = document.createElement("li");
  line.className = entry.failed === undefined ? "talk-queued" : "talk-queued failed";
  const text = document.createElement("bdi");
  text.textContent = entry.text;
  const state = document.createElement("span");
  if (entry.failed === undefined) state.textContent = entry.tries ? waiting : sending;
  else state.textContent = `${failed} ${entry.failed}`;
  line.append(...thumbsOf(entry), text, state);
  if (entry.failed !== undefined) {
    const retry = () => (amend(entry, { failed: undefined }), void flush());
    line.append(button(again, retry), button(drop, () => settle(entry)));
  }
  return line;
}

function show() {
  list?.replaceChildren(...read().filter((entry) => entry.text.trim() || entry.pictures?.length).map(lineOf));
}

/** The form goes its own way with what was written: whoever has to log in first finds it there. @param {Entry} entry */
function leave(entry) {
  const form = box?.querySelector("form");
  const [field, key] = [form?.querySelector("textarea"), /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=_kunci]"))];
  if (!form || !field || !key || field.value || !fresh.has(entry.key)) return false;
  settle(entry);
  [field.value, key.value] = [entry.text, entry.key];
  for (const id of entry.pictures ?? []) {
    const picture = document.createElement("input");
    [picture.type, picture.name, picture.value] = ["hidden", "lampiran", id];
    form.append(picture);
  }
  HTMLFormElement.prototype.submit.call(form);
  return true;
}

/** What is wrong with a message. @param {Entry} entry @param {Element} form */
function refuse(entry, form) {
  const field = box?.querySelector("textarea");
  if (fresh.has(entry.key) && !field?.value) {
    settle(entry);
    document.dispatchEvent(new CustomEvent("refused", { detail: form }));
  } else {
    amend(entry, { failed: form.querySelector(".fault, #ringkasan")?.textContent?.trim() ?? "" });
  }
}

/** @param {Entry} entry */
async function post(entry) {
  const token = /** @type {HTMLInputElement | null} */ (box?.querySelector("input[name=_token]"))?.value ?? "";
  const body = new URLSearchParams({ _token: token, _kunci: entry.key, teks: entry.text });
  for (const id of entry.pictures ?? []) body.append("lampiran", id);
  const answer = await fetch(path, {
    method: "POST",
    headers: { "x-part": "live" },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** Sends one; answers whether the next one may follow. @param {Entry} entry */
async function send(entry) {
  const { answer, page } = await post(entry);
  const [part, again] = [page.querySelector("[data-part=thread]"), page.querySelector(".talk-write")];
  const isLate = LATER.includes(answer.status) && !(again && fresh.has(entry.key));
  if (isLate) throw new Error(String(answer.status));
  if (again) return refuse(entry, again), true;
  if (answer.ok && part) {
    settle(entry);
    document.dispatchEvent(new CustomEvent("arrived", { detail: part }));
    return true;
  }
  // Another page comes first, such as the one on which one logs in; what waits waits for it.
  if (!leave(entry)) document.dispatchEvent(new CustomEvent("toast", { detail: box?.dataset.over }));
  return false;
}

async function flush() {
  clearTimeout(timer);
  if (isSending) return;
  isSending = true;
  /** @type {Entry | undefined} */
  let entry;
  try {
    while ((entry = read().find((one) => one.failed === undefined))) {
      if (!(await send(entry))) break;
      pause = AGAIN;
    }
  } catch {
    if (entry) amend(entry, { tries: (entry.tries ?? 0) + 1 });
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, LONGEST);
  } finally {
    isSending = false;
  }
}

if (box && list) {
  document.addEventListener("queue", (event) => {
    const entry = /** @type {CustomEvent<Entry>} */ (event).detail;
    fresh.add(entry.key);
    write([...read(), entry]);
    void flush();
  });
  addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => document.hidden || void flush());
  // Another page of this browser has sent something, or has something to send.
  addEventListener("storage", (event) => event.key === name && show());
  show();
  void flush();
}
