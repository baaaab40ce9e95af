// Whoever runs the server: finds somebody, suspends them and lifts that, takes their data home, deletes them; backs up, and proves
// the backup; looks into every room.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { DESKTOP, PHONE, Reader } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn, newPerson, register } from "../lib/steps.mjs";

const HOSTILE = `<script>alert(1)</script> "><img src=x onerror=alert(2)> ${"W".repeat(300)}`;
const ROOMS = ["/admin", "/admin/orang", "/admin/pekerjaan", "/admin/cadangan", "/admin/penyimpanan", "/admin/grafik", "/admin/log", "/admin/webhook", "/admin/catatan"];

/** Sends the long form of the page. */
const send = (reader) => reader.press("main form.form button[type=submit]");

/** Somebody who has just registered, in a browser of their own. */
async function newcomer(reader) {
  const other = await Reader.open(reader.context.browser(), reader.url, reader.kind);
  const person = newPerson("Rina Wulandari");
  await other.goTo("/daftar?kembali=/akun");
  await register(other, person);
  return { other, person };
}

/** Opens somebody's page by searching for them. */
async function find(reader, person) {
  await reader.goTo("/admin");
  await reader.inspect();
  await reader.press("main a[href='/admin/orang']");
  await reader.page.fill("main [name=q]", person.username);
  await reader.press("main .manage-find button");
  await reader.inspect();
  await reader.press(`main tbody a:has-text("${person.username}")`);
  await reader.inspect();
}

async function suspend(reader, other) {
  await reader.press("main a[href$='/tangguhkan']");
  await reader.inspect();
  await send(reader);
  await assertFaulty(reader, "reason");
  await reader.page.fill("#reason", HOSTILE);
  await reader.page.fill("#until", "2099-01-01");
  await send(reader);
  await assertFaulty(reader, "until");
  assert.equal(await reader.page.inputValue("#reason"), HOSTILE, "what was typed is kept");
  await reader.page.fill("#until", "");
  await send(reader);
  await assertDone(reader);
  await reader.inspect();
  await other.goTo("/akun");
  assert.match(other.path(), /^\/masuk/, "their session has ended");
  await reader.press("main a[href$='/pulihkan']");
  await send(reader);
  await assertDone(reader);
}

/** All that is kept of somebody, as the file that comes. */
async function exportAll(reader, person) {
  await reader.press("main a[href$='/ekspor']");
  await reader.inspect();
  const coming = reader.page.waitForEvent("download");
  await reader.page.click("main form.form button[type=submit]");
  const file = await coming;
  assert.equal(file.suggestedFilename(), `${person.username}.json`);
  const all = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(all.accounts.account[0].email, person.email);
  await reader.press("main .beside a");
}

async function remove(reader, person) {
  await reader.press("main a[href$='/hapus']");
  await reader.page.fill("#name", "bukan.dia");
  await reader.page.fill("#reason", "Diminta");
  await send(reader);
  await assertFaulty(reader, "name");
  await reader.page.fill("#name", person.username);
  await send(reader);
  await assertDone(reader);
  await reader.goTo("/admin/catatan");
  await reader.inspect();
  assert.ok((await reader.page.locator("tbody tr", { hasText: person.username }).count()) >= 4, "every deed is noted");
}

async function backUp(reader) {
  await reader.goTo("/admin/cadangan");
  // While one is made, which another story may have begun, there is no button. It is proved by a later turn of the background.
  const begin = "main form[action='/admin/cadangan'] button";
  if ((await reader.page.locator(begin).count()) > 0) await reader.press(begin);
  const proved = reader.page.locator(".manage-state.well");
  for (let times = 0; times < 600 && (await proved.count()) === 0; times += 1) {
    await reader.goTo("/admin/cadangan");
  }
  await proved.first().waitFor();
  await reader.inspect();
}

async function webhook(reader) {
  await reader.goTo("/admin/webhook");
  await reader.page.fill("#url", "http://10.0.0.1/x");
  await send(reader);
  await assertFaulty(reader, "url");
  await reader.page.fill("#url", "https://hooks.example.org/balai");
  await send(reader);
  await reader.page.locator("code", { hasText: "whsec_" }).waitFor();
  await reader.inspect();
  await reader.press("main button[value=mati]");
  await assertDone(reader);
  await reader.page.click("main details summary");
  await reader.press("main button[value=hapus]");
  await assertDone(reader);
}

async function run(reader, server) {
  const { other, person } = await newcomer(reader);
  try {
    await reader.goTo("/masuk?kembali=/admin");
    await logIn(reader, "demo.admin", server.password);
    assert.equal(reader.path(), "/admin");
    await find(reader, person);
    await suspend(reader, other);
    await exportAll(reader, person);
    await remove(reader, person);
    await backUp(reader);
    await webhook(reader);
    for (const room of ROOMS) {
      await reader.goTo(room);
      await reader.inspect();
    }
    await other.goTo("/masuk?kembali=/admin");
    assert.equal(await other.page.locator("nav.menu a[href='/admin']").count(), 0);
  } finally {
    await other.close();
  }
}

export const stories = [
  { name: "admin: whoever runs the place, on a telephone", on: "kept", kind: { width: PHONE, language: "id" }, play: run },
  { name: "admin: the same on a desktop, in the dark", on: "kept", kind: { width: DESKTOP, language: "en", scheme: "dark" }, play: run },
  { name: "admin: the same without scripts", on: "kept", kind: { width: PHONE, language: "tr", scripts: false }, play: run },
];
