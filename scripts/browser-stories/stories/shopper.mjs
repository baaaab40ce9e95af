// Somebody looks for something, spells it wrong, finds it, sees who makes it, and says what they think of it.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { assertDone, logIn, newPerson, register } from "../lib/steps.mjs";

/** The example data sell `arabika` and `randang`; a letter is missing. */
const MISSPELT = "arabka";

/** How many characters at the end of an address say which product it is. */
const CODE = 16;

async function searchWithSuggestions(reader) {
  const { page } = reader;
  await page.locator("#cari").pressSequentially("randa", { delay: 20 });
  await page.locator(".suggestions [role=option]").first().waitFor();
  await reader.inspect();
  await page.keyboard.press("ArrowDown");
  const chosen = await page.locator("[role=option][aria-selected=true]").getAttribute("id");
  assert.equal(await page.locator("#cari").getAttribute("aria-activedescendant"), chosen);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".suggestions").isHidden(), true);
}

async function findProduct(reader) {
  const { page } = reader;
  await reader.goTo("/");
  await reader.inspect();
  if (reader.kind.scripts) await searchWithSuggestions(reader);
  await page.fill("#cari", MISSPELT);
  await Promise.all([page.waitForEvent("load"), page.press("#cari", "Enter")]);
  await reader.look();
  const found = await page.locator("main .card h3 a").first().textContent();
  assert.match(found, /arabika/i, "a word with a letter missing finds what was meant");
  await reader.press("main .card h3 a");
  assert.match(reader.path(), /^\/produk\/[a-z0-9-]+-[\w-]{16}/);
  assert.equal(await page.locator("h1").textContent(), found);
  for (const part of [".ingredients li", ".steps li", ".impacts li", ".product .price"]) {
    assert.ok((await page.locator(part).count()) > 0, `the product shows ${part}`);
  }
}

async function seeMaker(reader) {
  const { page } = reader;
  const maker = await page.locator("a.maker bdi").first().textContent();
  const product = reader.path();
  await reader.press("a.maker");
  assert.equal(await page.locator("h1").textContent(), maker);
  assert.ok((await page.locator(`main a[href^="${product.split("?")[0]}"]`).count()) > 0, "the maker shows the product");
  await page.goBack({ waitUntil: "load" });
  await reader.look();
}

async function rate(reader, server) {
  const { page } = reader;
  const product = reader.path();
  await reader.press("#penilaian a[href^='/masuk']");
  if (reader.kind.scripts) {
    await logIn(reader, "ayse.demirkan", server.password);
  } else {
    await reader.press(".beside a[href^='/daftar']");
    await register(reader, newPerson());
  }
  assert.equal(reader.path().split("?")[0], product.split("?")[0], "logging in leads back to the product");
  await reader.press("button[name=bintang][value='4']");
  await assertDone(reader);
  await page.locator(".product .stars").first().waitFor();
  await reader.goTo("/dilihat");
  // What was looked at is stored a moment later, many looks at once.
  for (let asked = 0; asked < 30 && (await page.locator("main .card").count()) === 0; asked += 1) {
    await page.waitForTimeout(500);
    await reader.goTo("/dilihat");
  }
  assert.ok((await page.locator("main .card").count()) > 0, "what was looked at is told");
}

async function buyer(reader, server) {
  await findProduct(reader);
  await seeMaker(reader);
  await rate(reader, server);
}

/** A code on a packet says a short address. */
async function scan(reader) {
  const { page } = reader;
  await reader.goTo("/");
  const path = await page.locator("main .card h3 a").first().getAttribute("href");
  const name = await page.locator("main .card h3 a").first().textContent();
  const code = path.slice(-CODE);
  await reader.goTo(`/p/${code}`);
  assert.equal(reader.path().split("?")[0], path);
  assert.equal(await page.locator("h1").textContent(), name);
  await reader.inspect();
}

/** Languages are changed by a button, and stay changed. */
async function changeLanguage(reader) {
  await reader.goTo("/cari?q=kopi");
  reader.kind.language = "tr";
  await reader.press("button[name=ke][value=tr]");
  assert.equal(reader.path(), "/cari?q=kopi");
  await reader.goTo("/masuk");
  await reader.inspect();
}

/** Where there is no network, a page says so instead of the browser. */
async function loseNetwork(reader) {
  const { page, context } = reader;
  await reader.goTo("/");
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active);
  await context.setOffline(true);
  await page.goto(new URL("/cari?q=kopi", reader.url).href);
  assert.match(await page.locator("h1").textContent(), /\S/);
  reader.faults.length = 0;
  await reader.inspect();
  await context.setOffline(false);
  await reader.goTo("/cari?q=kopi");
  assert.ok((await page.locator("main .card").count()) > 0);
}

export const stories = [
  { name: "shopper, telephone, Indonesian", on: "demo", kind: { width: PHONE, language: "id" }, play: buyer },
  { name: "shopper, desktop, English, dark", on: "demo", kind: { width: DESKTOP, language: "en", scheme: "dark" }, play: buyer },
  { name: "shopper, telephone, Turkish, dark, no scripts", on: "demo", kind: { width: PHONE, language: "tr", scheme: "dark", scripts: false }, play: buyer },
  { name: "scan, telephone, English, no scripts", on: "demo", kind: { width: PHONE, language: "en", scripts: false }, play: scan },
  { name: "scan, desktop, Turkish", on: "demo", kind: { width: DESKTOP, language: "tr" }, play: scan },
  { name: "no network, telephone", on: "demo", kind: { width: PHONE, language: "id" }, play: loseNetwork },
  { name: "language, desktop, no scripts", on: "demo", kind: { width: DESKTOP, language: "en", scripts: false }, play: changeLanguage },
];
