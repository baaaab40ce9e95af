// Somebody who has nothing yet registers, tells of a business and a product, prints a label, and a buyer scans it.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { readCode } from "../lib/code.mjs";
import { assertDone, assertFaulty, newPerson, register } from "../lib/steps.mjs";

const SAVE = "main form.form button[type=submit]:not([name]):not(.unseen)";

/** Types into fields by their names. */
async function type(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`main [name="${name}"]`).first().fill(value);
}

/** Opens all that is folded. */
async function unfold(page) {
  const folded = page.locator("details.part:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Two pictures as a telephone would take them. */
async function takePictures(reader) {
  const side = await reader.context.newPage();
  const pictures = [];
  for (const [name, colour] of [["depan", "#8c3b1b"], ["belakang", "#35622f"]]) {
    await side.setContent(`<body style="background: linear-gradient(${colour}, #f1eadd)">`);
    const buffer = await side.screenshot({ type: "jpeg" });
    pictures.push({ name: `${name}.jpg`, mimeType: "image/jpeg", buffer });
  }
  await side.close();
  return pictures;
}

async function tellOfBusiness(reader, [picture]) {
  const { page } = reader;
  await reader.goTo("/");
  await reader.press("main a[href^='/daftar?kembali']");
  await register(reader, newPerson());
  assert.equal(reader.path(), "/usaha");
  await reader.inspect();
  await type(page, { description: "Kopi dari dataran tinggi." });
  await reader.press(SAVE);
  await assertFaulty(reader, "name");
  assert.equal(await page.inputValue("[name=description]"), "Kopi dari dataran tinggi.", "what was typed is still there");
  await type(page, { name: "Kebun Rina" });
  await reader.press(SAVE);
  await assertDone(reader);
  await reader.inspect();
  await type(page, { "location.name": "Takengon, Aceh", "location.lat": "4,62", "location.lng": "96.84" });
  await reader.press("main button[name=mundur]");
  assert.equal(await page.inputValue("[name=name]"), "Kebun Rina", "going back saves, and loses nothing");
  await reader.press(SAVE);
  assert.equal(await page.inputValue("[name='location.name']"), "Takengon, Aceh");
  await reader.press(SAVE);
  await type(page, { "history.text": "Bermula dari sepuluh pohon." });
  await page.setInputFiles("[name='logo.file']", picture);
  await reader.inspect();
  await reader.press(SAVE);
  await type(page, { whatsapp: "0812-3456-7890" });
  await reader.inspect();
  await reader.press(SAVE);
  await assertDone(reader);
  assert.equal(await page.locator("h1").textContent(), "Kebun Rina");
}

async function tellOfProduct(reader, pictures) {
  const { page } = reader;
  await reader.press("main a[href='/usaha/produk/baru']");
  await unfold(page);
  await type(page, { name: "Kopi Gayo", price: "dua puluh", description: "Dipetik merah.", "resources[0].name": "Biji arabika" });
  await reader.press("main button[name=lagi][value=resources]");
  await unfold(page);
  await type(page, { "resources[1].name": "Air gunung", "production[0].name": "Jemur", "production[1].name": "Sangrai" });
  await type(page, { "impact[0].name": "Petani dibayar tunai" });
  await page.setInputFiles("main input[type=file][name=picture]", pictures);
  await reader.press(SAVE);
  await assertFaulty(reader, "price");
  assert.equal(await page.locator(".photos img").count(), 2, "pictures that came are kept with the form");
  await type(page, { price: "45.000" });
  await reader.press(SAVE);
  await assertDone(reader);
  assert.match(await page.locator("table.goods tbody tr").first().innerText(), /Kopi Gayo/);
  await reader.inspect();
}

async function printLabel(reader) {
  const { page } = reader;
  await reader.press("table.goods a[href$='/label']");
  await reader.inspect();
  assert.equal(await page.locator(".labels li").count(), 24);
  await reader.press("main a[href$='ukuran=1']");
  await page.locator(".labels svg").first().scrollIntoViewIfNeeded();
  return page.screenshot();
}

/** What a buyer sees who scans: the address on the label opens the product, with all that was told. */
async function scan(reader, server, screenshot) {
  const { page } = reader;
  const address = await readCode(page.context().browser(), screenshot);
  assert.ok(address?.startsWith(`${server.url}/p/`), `the label's code says ${address}`);
  await page.context().clearCookies();
  await reader.goTo(address);
  assert.equal(await page.locator("h1").textContent(), "Kopi Gayo");
  const told = await page.locator("article.product").innerText();
  for (const word of ["Biji arabika", "Air gunung", "Jemur", "Sangrai", "Petani dibayar tunai", "Kebun Rina", "Dipetik merah."]) {
    assert.ok(told.includes(word), `the product tells of ${word}`);
  }
  const shown = page.locator(".pictures img").first();
  await page.waitForFunction((picture) => picture.complete, await shown.elementHandle());
  assert.ok(await shown.evaluate((picture) => picture.naturalWidth > 0), "the picture shows");
  await reader.inspect();
}

/** Deleted by mistake, and brought back. */
async function changeMind(reader) {
  const { page } = reader;
  if ((await page.locator("table.goods details.more").count()) > 0) await page.locator("table.goods details.more > summary").first().click();
  await reader.press("table.goods a[href$='/hapus']");
  await reader.inspect();
  await reader.press("main form[action$='/hapus'] button[type=submit]");
  assert.equal(await page.locator("table.goods").count(), 0);
  await reader.press("form[action$='/kembalikan'] button");
  assert.match(await page.locator("table.goods tbody tr").first().innerText(), /Kopi Gayo/);
}

async function play(reader, server) {
  const pictures = await takePictures(reader);
  await tellOfBusiness(reader, pictures);
  await tellOfProduct(reader, pictures);
  await changeMind(reader);
  await scan(reader, server, await printLabel(reader));
}

export const stories = [
  { name: "producer, telephone, Indonesian, no scripts", on: "empty", kind: { width: PHONE, language: "id", scripts: false }, play },
  { name: "producer, desktop, Turkish, dark", on: "empty", kind: { width: DESKTOP, language: "tr", scheme: "dark" }, play },
  { name: "producer, telephone, English, dark", on: "empty", kind: { width: PHONE, language: "en", scheme: "dark" }, play },
];
