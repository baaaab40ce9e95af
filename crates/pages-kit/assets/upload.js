// @ts-check
// Forms that bring pictures, sent so that one sees how far they are and can stop. A form that is refused comes back in place, with
// what is wrong. Without this file the browser sends them as it sends every form.

/** Milliseconds between two times that the progress is read aloud. */
const PAUSE = 4_000;

const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

/** @param {HTMLFormElement} form */
function hasFiles(form) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=file]"));
  return [...fields].some((field) => (field.files?.length ?? 0) > 0);
}

/** What a form sends when one of its buttons is pressed. @param {HTMLFormElement} form @param {HTMLElement | null} button */
function contentOf(form, button) {
  const content = new FormData(form);
  const [name, value] = ["name", "value"].map((part) => button?.getAttribute(part) ?? "");
  if (name) content.append(name, value);
  return content;
}

/** The page that an answer is, if it is one of this place. @param {XMLHttpRequest} request */
function pageOf(request) {
  const isPage = request.getResponseHeader("content-type")?.startsWith("text/html");
  return isPage ? new DOMParser().parseFromString(request.responseText, "text/html") : undefined;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
function send(form, button) {
  const box = /** @type {HTMLElement} */ (form.querySelector(".uploading"));
  const [told, share, bar, stop] = /** @type {[Element, HTMLOutputElement, HTMLProgressElement, HTMLButtonElement]} */ (
    ["[role=status]", "output", "progress", "button"].map((part) => box.querySelector(part))
  );
  const fault = form.querySelector("[data-upload-fault]");
  const action = new URL(button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href).href;
  const request = new XMLHttpRequest();
  let spoken = 0;

  /** @param {string | undefined} text */
  function fail(text) {
    box.hidden = true;
    if (fault) fault.textContent = text ?? "";
    form.dispatchEvent(new Event("again", { bubbles: true }));
  }

  /** @param {ProgressEvent} event */
  function advance({ loaded, total }) {
    const part = total > 0 ? loaded / total : 0;
    bar.value = part;
    share.textContent = percent.format(part);
    if (part < 1 && Date.now() - spoken < PAUSE) return;
    spoken = Date.now();
    told.textContent = (part < 1 ? box.dataset.sending : box.dataset.saving) ?? "";
    // From here on nobody knows how long it takes; and what is being saved cannot be stopped.
    if (part === 1) bar.removeAttribute("value");
    stop.hidden = part === 1;
  }

  function arrive() {
    const page = pageOf(request);
    const main = page?.querySelector("main");
    // What was typed stays here when the server cannot take it now.
    if (!page || !main || request.status >= 500 || request.status === 413 || request.status === 429) {
      fail(main?.querySelector("h1")?.textContent ?? box.dataset.broken);
    } else if (request.responseURL && request.responseURL !== action) {
      location.assign(request.responseURL);
    } else {
      document.title = page.title;
      document.querySelector("main")?.replaceWith(document.adoptNode(main));
      scrollTo({ top: 0, behavior: "instant" });
      document.dispatchEvent(new Event("part"));
    }
  }

  request.open("POST", action);
  request.upload.addEventListener("progress", advance);
  request.addEventListener("load", arrive);
  request.addEventListener("error", () => fail(box.dataset.broken));
  request.addEventListener("abort", () => fail(box.dataset.stopped));
  stop.onclick = () => request.abort();
  if (fault) fault.textContent = "";
  bar.value = 0;
  told.textContent = box.dataset.sending ?? "";
  stop.hidden = false;
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  request.send(contentOf(form, button));
}

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const isOurs = form.hasAttribute("data-upload") && !form.hasAttribute("data-sent");
    if (!isOurs || !hasFiles(form)) return;
    event.preventDefault();
    send(form, event.submitter);
  },
  { capture: true },
);
