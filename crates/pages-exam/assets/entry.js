// @ts-check
// Saying who one is: logging in, and registering by a link.

import { Refused, isTemporary } from "./api.js";
import { takeCard } from "./card.js";
import { ask, button, h, icon, show } from "./dom.js";
import { momentText, say } from "./texts.js";
import { chosenTitles, titleLists } from "./titles.js";

/** @param {string} name @param {string} label @param {string} hint @param {Record<string, unknown>} more */
function field(name, label, hint, more) {
  const input = h("input", { id: name, name, type: "text", required: true, maxlength: 200, "aria-describedby": `${name}-hint`, ...more });
  return { input, element: h("div", { class: "field" }, h("label", { for: name }, label), h("p", { class: "hint", id: `${name}-hint` }, hint), input) };
}

function whoFields() {
  const name = field("name", say("exam-name"), say("exam-name-hint"), { autocomplete: "name", autocapitalize: "words" });
  const number = field("registeredNumber", say("exam-number"), say("exam-number-hint"), { autocomplete: "off", spellcheck: "false", autocapitalize: "characters" });
  return { name, number };
}

/** A list of which one may be chosen. @param {import("./titles.js").TitleList} list */
function titleField({ name, label, choices }) {
  const options = choices.map(({ id, title }) => h("option", { value: id }, title));
  const select = h("select", { id: name, name }, h("option", { value: "" }, say("exam-title-none")), ...options);
  return { name, select, element: h("div", { class: "field" }, h("label", { for: name }, say(label)), select) };
}
/** The card whose code opened this page, until somebody has logged in. */
let card = takeCard(globalThis);

/** What went wrong, in a box that gets the focus. @param {HTMLElement} box @param {string} text */
function complain(box, text) {
  box.replaceChildren(icon("warning"), h("span", {}, text));
  box.hidden = false;
  box.focus();
}

const complaintBox = () => h("p", { class: "complaint", role: "alert", tabindex: -1, hidden: true });

/** What an error says to somebody who waits. @param {unknown} error */
export function faultText(error) {
  if (error instanceof Refused) {
    const [first] = error.body.errors ?? [];
    return first?.messages?.[0] ? `${error.message}: ${first.messages[0]}` : error.message;
  }
  return say(isTemporary(error) ? "exam-not-reached" : "exam-broken");
}

/**
 * Waits until somebody has logged in. @param {import("./seat.js").Seat} seat @param {{ told?: string, takeOver?: boolean }} [why]
 * @returns {Promise<void>}
 */
export function logInScreen(seat, { told: why, takeOver = false } = {}) {
  return new Promise((resolve) => {
    const { name, number } = whoFields();
    const box = complaintBox();
    const go = h("button", { type: "submit", class: "button" }, say("exam-login-do"));
    const told = h("p", { class: "how card-told", role: "status" });
    const form = h("form", { class: "form", method: "post" }, told, name.element, number.element, box, go);
    const fill = () => {
      if (!card) return;
      name.input.value = card.name;
      number.input.value = card.number;
      told.textContent = say("exam-card-filled");
      (card.name ? go : name.input).focus();
    };
    // Another card may be read while this page is open.
    const another = () => {
      card = takeCard(globalThis) ?? card;
      fill();
    };
    addEventListener("hashchange", another);
    const attempt = async (/** @type {{ eventId?: number, takeOver?: boolean }} */ more) => {
      go.setAttribute("aria-busy", "true");
      try {
        await seat.logIn(name.input.value, number.input.value, more);
        card = undefined;
        removeEventListener("hashchange", another);
        resolve();
      } catch (error) {
        await refused(error, more);
      } finally {
        go.removeAttribute("aria-busy");
      }
    };
    const refused = async (/** @type {unknown} */ error, /** @type {{ eventId?: number, takeOver?: boolean }} */ more) => {
      if (!(error instanceof Refused)) return complain(box, faultText(error));
      if (error.code === "choose_event") return chooseEvent(form, error.body.events ?? [], (eventId) => void attempt({ ...more, eventId }));
      if (error.code !== "session_elsewhere") return complain(box, faultText(error));
      const question = { heading: say("exam-elsewhere"), lines: [say("exam-elsewhere-ask")], yes: say("exam-elsewhere-do"), no: say("exam-cancel") };
      if (await ask(question)) await attempt({ ...more, takeOver: true });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The exam of a card is meant as long as the card's number stands there.
      const eventId = card && number.input.value.trim() === card.number ? card.eventId : undefined;
      void attempt({ ...(takeOver ? { takeOver } : {}), ...(eventId ? { eventId } : {}) });
    });
    const lead = h("p", { class: "lead" }, why ?? say("exam-login-lead"));
    show(h("section", { class: "entry" }, h("h1", {}, say("exam-login")), lead, form, h("p", { class: "beside" }, say("exam-login-help"), " ", h("a", { href: "/exam/panduan" }, say("exam-handbook")))));
    fill();
  });
}

/** @param {HTMLElement} form @param {{ id: number, title: string, startsAt: string }[]} events @param {(id: number) => void} choose */
function chooseEvent(form, events, choose) {
  const rows = events.map(({ id, title, startsAt }) => h("li", {}, button(h("span", {}, h("strong", {}, title), h("br"), momentText(startsAt)), () => choose(id), { class: "quiet event-choice" })));
  const box = h("div", { class: "event-choices", role: "group", "aria-label": say("exam-choose-event") }, h("h2", { tabindex: -1 }, say("exam-choose-event")), h("ul", {}, ...rows));
  form.querySelector(".event-choices")?.remove();
  form.append(box);
  box.querySelector("h2")?.focus();
}

/**
 * Registers by the link of the address. @param {import("./api.js").Api} api @param {string} token
 * @returns {Promise<void>} when it is done
 */
export async function registerScreen(api, token) {
  const path = `/auth/challenge?token=${encodeURIComponent(token)}`;
  let asked;
  try {
    asked = await api.get(path);
  } catch (error) {
    show(h("section", { class: "entry" }, h("h1", {}, say("exam-register")), h("p", { class: "lead" }, faultText(error)), h("p", { class: "actions" }, h("a", { class: "button quiet", href: "/exam" }, say("exam-login")))));
    return new Promise(() => {});
  }
  return new Promise((resolve) => {
    const { name, number } = whoFields();
    const titles = titleLists(asked).map(titleField);
    const box = complaintBox();
    const go = h("button", { type: "submit", class: "button" }, say("exam-register-do"));
    const form = h("form", { class: "form", method: "post" }, name.element, number.element, ...titles.map((title) => title.element), box, go);
    // The work begins at once, so that it is done when the form is.
    let work = solved(asked);
    const send = async () => {
      go.setAttribute("aria-busy", "true");
      try {
        const challenge = await work;
        const chosen = chosenTitles(titles.map((title) => [title.name, title.select.value]));
        await api.post(`/auth/register?token=${encodeURIComponent(token)}`, { name: name.input.value, registeredNumber: number.input.value, ...chosen, challenge });
        resolve();
      } catch (error) {
        work = api.get(path).then(solved);
        work.catch(() => {});
        complain(box, faultText(error));
      } finally {
        go.removeAttribute("aria-busy");
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send();
    });
    show(h("section", { class: "entry" }, h("p", { class: "over" }, asked.eventTitle), h("h1", {}, say("exam-register")), h("p", { class: "lead" }, say("exam-register-lead")), form, h("p", { class: "beside" }, say("exam-register-known"), " ", h("a", { href: "/exam" }, say("exam-login")))));
  });
}

/** @param {{ challenge: string, difficulty: number }} asked @returns {Promise<string>} */
function solved({ challenge, difficulty }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./proof-worker.js", import.meta.url), { type: "module" });
    worker.onmessage = (event) => {
      worker.terminate();
      resolve(event.data);
    };
    worker.onerror = () => reject(new Error(say("exam-broken")));
    worker.postMessage({ challenge, difficulty });
  });
}
