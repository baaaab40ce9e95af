// Rating with the keyboard and without scripts, disputes, agreement; cards whose code logs somebody in, lists, certificates.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { story } from "../lib/sitting.mjs";

/** The demo's exam that has ended, with answers and ratings. */
const ENDED = "/ujian/1";

async function enter(reader, server, username, to) {
  await reader.goTo(`/ujian/masuk?kembali=${encodeURIComponent(to)}`);
  await reader.page.fill("main [name=username]", username);
  await reader.page.fill("main [name=password]", server.password);
  await reader.press("main form[action='/ujian/masuk'] button[type=submit]");
  assert.equal(reader.path(), to);
}

const waiting = async ({ page }) => Number((await page.locator(".rate-bar dd").allTextContents()).slice(0, 2).reduce((sum, text) => sum + Number(text.replace(/\D/g, "")), 0));
const actionOf = ({ page }) => page.locator("form[data-rating]").getAttribute("action");

/** Presses a key that leads to another page. */
async function key(reader, name) {
  await Promise.all([reader.page.waitForEvent("load"), reader.page.keyboard.press(name)]);
  await reader.look();
}

async function byKeyboard(reader, server) {
  const { page } = reader;
  await enter(reader, server, "demo.penilai", `${ENDED}/nilai`);
  await reader.inspect();
  const before = await waiting(reader);
  assert.ok(before > 2, `${before} answers wait`);
  const first = await actionOf(reader);
  // A digit, half a point, another digit; the form holds what the keys made.
  await page.keyboard.press("2");
  await page.keyboard.press(".");
  assert.match(await page.inputValue("#score"), /^2[.,]5$/);
  assert.equal(await page.locator(".points [aria-pressed=true]").textContent(), "2");
  await page.keyboard.press("1");
  // Keys are nobody's business while somebody writes.
  await page.fill("#comment", "");
  await page.locator("#comment").press("3");
  assert.equal(await page.inputValue("#score"), "1");
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await key(reader, "Enter");
  assert.equal(await waiting(reader), before - 1);
  assert.notEqual(await actionOf(reader), first);
  // Back to what was rated last and by nobody else: this one, unless another story has rated it meanwhile.
  const back = page.locator("[data-back]");
  if ((await back.count()) > 0) {
    const last = await back.getAttribute("href");
    await key(reader, "b");
    assert.equal(await actionOf(reader), last);
    if (last === first) assert.equal(await page.inputValue("#comment"), "3");
    await reader.goTo(`${ENDED}/nilai`);
  }
  const shown = await actionOf(reader);
  await key(reader, "n");
  assert.notEqual(await actionOf(reader), shown);
  // Turned off, keys do nothing, here and on the next page.
  await page.locator(".keys summary").click();
  await page.locator("#keys").uncheck();
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await page.keyboard.press("4");
  assert.equal(await page.inputValue("#score"), "");
  await reader.goTo(`${ENDED}/nilai`);
  await page.keyboard.press("4");
  assert.equal(await page.inputValue("#score"), "");
  await page.evaluate(() => localStorage.removeItem("balai-rate-keys"));
}

/** A question of speech: the player's keys and speeds. */
async function bySound(reader, server) {
  const { page } = reader;
  await enter(reader, server, "demo.penilai2", `${ENDED}/nilai`);
  const questions = await page.locator("#soal option").evaluateAll((options) => options.map((option) => /** @type {HTMLOptionElement} */ (option).value));
  for (const question of questions.slice(1)) {
    await reader.goTo(`${ENDED}/nilai?soal=${question}`);
    if ((await page.locator(".player audio").count()) > 0) break;
  }
  await page.locator(".player-more").waitFor();
  await reader.inspect();
  const sound = (read) => page.evaluate(read, undefined);
  await page.waitForFunction(() => /** @type {HTMLAudioElement} */ (document.querySelector(".player audio")).readyState > 0);
  await page.keyboard.press("ArrowUp");
  assert.equal(await sound(() => document.querySelector(".player audio").playbackRate), 1.25);
  assert.equal(await page.locator("[data-rate][aria-pressed=true]").getAttribute("data-rate"), "1.25");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => !document.querySelector(".player audio").paused);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector(".player audio").paused);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await sound(() => document.querySelector(".player audio").currentTime < 1), true);
  // The speed is kept for the next answer.
  await key(reader, "n");
  await page.locator(".player-more").waitFor();
  assert.equal(await sound(() => document.querySelector(".player audio").playbackRate), 1.25);
  await page.locator("[data-rate='1']").click();
}

async function withoutScripts(reader, server) {
  const { page } = reader;
  await enter(reader, server, "demo.ketua", `${ENDED}/nilai`);
  const first = await actionOf(reader);
  await page.fill("#score", "seribu");
  await reader.press("form[data-rating] button[type=submit]");
  await page.locator("#score-fault").waitFor();
  assert.equal(await page.inputValue("#score"), "seribu");
  await page.fill("#score", "1,5");
  await reader.press("form[data-rating] button[type=submit]");
  assert.notEqual(await actionOf(reader), first);
  await reader.press("[data-skip]");
  await page.selectOption("#soal", { index: 1 });
  await reader.press(".rate-choose button");
  assert.match(reader.path(), /soal=\d+/);
}

async function decideAndAgree(reader, server) {
  const { page } = reader;
  await enter(reader, server, "demo.ketua", `${ENDED}/nilai?antrean=sengketa`);
  await reader.inspect();
  if ((await page.locator("form[data-rating]").count()) > 0) {
    assert.equal(await page.locator(".given > li").count(), 2);
    await page.fill("#score", "2");
    await reader.press("form[data-rating] button[type=submit]");
    await reader.inspect();
  }
  await reader.goTo(`${ENDED}/nilai/kesepakatan`);
  await page.locator(".agreement-rows").waitFor();
  await reader.inspect();
}

async function prints(reader, server) {
  const { page } = reader;
  await enter(reader, server, "demo.ketua", `${ENDED}/peserta`);
  await reader.press(".papers a[href$='/kartu']");
  await page.locator(".ticket").first().waitFor();
  await reader.inspect();
  await reader.goTo(`${ENDED}/hadir?urut=satuan`);
  await page.locator(".roll").waitFor();
  await reader.inspect();
  assert.ok(await page.locator("[data-print]").isVisible());
  // On paper there is neither a bar nor a button, and eight cards stand on a page.
  await page.emulateMedia({ media: "print" });
  for (const place of [".bar", ".foot", "[data-print]", ".doors"]) assert.equal(await page.locator(place).first().isVisible(), false, place);
  await page.emulateMedia({ media: "screen" });
}

/** The code of a card fills the form, and nothing of it stays in the address. */
async function cardLogsIn({ open, exam }) {
  const sitter = await open({ language: "en" });
  const { page } = sitter;
  const [ani] = exam.participants;
  const sent = [];
  page.on("request", (request) => sent.push(request.url()));
  const who = new URLSearchParams({ acara: String(exam.event.id), nama: ani.name, nomor: ani.registeredNumber });
  await page.goto(`${sitter.wire.url}/exam#kartu&${who}`);
  await page.locator("#name").waitFor();
  assert.equal(await page.inputValue("#name"), ani.name);
  assert.equal(await page.inputValue("#registeredNumber"), ani.registeredNumber);
  assert.equal(new URL(page.url()).hash, "");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("type")), "submit");
  await sitter.inspect();
  assert.ok(sent.every((url) => !url.includes(ani.registeredNumber)), "no address that was asked for has the number");
  await page.locator("form.form button[type=submit]").click();
  await page.locator(".checks").waitFor();
}

/** From the receipt to a released result and its certificate. */
async function certificate({ open, exam }) {
  const sitter = await open({ language: "en" });
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  await sitter.choose(1);
  await sitter.place("safe");
  await sitter.finish();
  await sitter.receipt();
  // Marking follows at once, in the background.
  await page.waitForFunction(async () => (await fetch("/api/v1/exam/result")).ok, undefined, { polling: 300 });
  await page.locator(".receipt .actions button", { hasText: /result/i }).click();
  await page.locator("a[href='/exam/sertifikat']").click();
  await page.locator(".certificate").waitFor();
  assert.match(await page.locator(".certificate-name").textContent(), /Ani Lestari/);
  await sitter.inspect();
}

export const stories = [
  { name: "committee-rate: by keyboard, desktop", on: "demo", kind: { width: DESKTOP, language: "id" }, play: byKeyboard },
  { name: "committee-rate: sound, telephone, English, dark", on: "demo", kind: { width: PHONE, language: "en", scheme: "dark" }, play: bySound },
  { name: "committee-rate: without scripts, telephone", on: "demo", kind: { width: PHONE, language: "id", scripts: false }, play: withoutScripts },
  { name: "committee-rate: disputes and agreement, telephone, Turkish", on: "demo", kind: { width: PHONE, language: "tr" }, play: decideAndAgree },
  { name: "committee-rate: disputes and agreement, desktop, dark", on: "demo", kind: { width: DESKTOP, language: "id", scheme: "dark" }, play: decideAndAgree },
  { name: "committee-rate: prints, telephone", on: "demo", kind: { width: PHONE, language: "id" }, play: prints },
  { name: "committee-rate: prints, desktop, English, dark", on: "demo", kind: { width: DESKTOP, language: "en", scheme: "dark" }, play: prints },
  story("a card's code logs in (committee-rate)", cardLogsIn, { only: "reading" }),
  story("a certificate of one's own (committee-rate)", certificate, { only: "reading", without: ["essay"], event: { release: "atOnce" } }),
];
