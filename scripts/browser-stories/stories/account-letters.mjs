// Somebody shows that an address is theirs, forgets a password, and locks the account with the code of an app; all by letters and a
// key that was typed off the page.

import { strict as assert } from "node:assert";
import { createHmac } from "node:crypto";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn, logOut, newPerson, register } from "../lib/steps.mjs";

const NEW_PASSWORD = "kunyit-asam-88";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an app shows for a key, so many steps of half a minute from now. */
function codeOf(key, later = 0) {
  const bits = [...key].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const tag = createHmac("sha1", secret).update(counter).digest();
  const at = tag[19] & 15;
  return String((tag.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function verifyAddress(reader, post, person) {
  await reader.goTo(await post.wayTo(person.email, "/alamat"));
  await reader.inspect();
  await reader.press("form[action='/alamat'] button");
  await assertDone(reader);
  assert.match(reader.path(), /^\/akun(\?|$)/);
  assert.equal(await reader.page.locator("form[action='/akun/alamat']").count(), 0);
}

async function forgetPassword(reader, post, person) {
  await logOut(reader);
  await reader.goTo("/masuk?kembali=/akun");
  await reader.press("main a[href='/lupa-sandi']");
  await reader.inspect();
  await reader.page.fill("main [name=email]", "bukan alamat");
  await reader.press("form[action='/lupa-sandi'] button");
  await assertFaulty(reader, "email");
  await reader.page.fill("main [name=email]", person.email);
  await reader.press("form[action='/lupa-sandi'] button");
  await assertDone(reader);
  const way = await post.wayTo(person.email, "/sandi-baru");
  await reader.goTo(way);
  await reader.page.fill("main [name=newPassword]", "x");
  await reader.press("form[action='/sandi-baru'] button");
  await assertFaulty(reader, "newPassword");
  await reader.page.fill("main [name=newPassword]", NEW_PASSWORD);
  await reader.press("form[action='/sandi-baru'] button");
  await assertDone(reader);
  await logIn(reader, person.username, NEW_PASSWORD);
  await reader.goTo(way);
  await reader.page.locator("#ringkasan").waitFor();
  await reader.inspect();
}

async function lock(reader, person) {
  const { page } = reader;
  await reader.goTo("/akun");
  await reader.inspect();
  await reader.press("main a[href='/akun/dua-langkah']");
  await reader.inspect();
  await page.fill("main [name=password]", NEW_PASSWORD);
  await reader.press("form[action='/akun/dua-langkah/mulai'] button");
  const key = (await page.locator("main code").innerText()).replaceAll(/\s/g, "");
  await reader.inspect();
  await page.fill("main [name=code]", "000000");
  await reader.press("form[action='/akun/dua-langkah'] button");
  await page.locator("#ringkasan").waitFor();
  await page.fill("main [name=code]", codeOf(key));
  await reader.press("form[action='/akun/dua-langkah'] button");
  const recovery = await page.locator(".kept code").allInnerTexts();
  assert.equal(recovery.length, 10);
  await reader.inspect();
  await logOut(reader);
  await reader.goTo("/masuk?kembali=/akun");
  await logIn(reader, person.username, NEW_PASSWORD);
  await reader.inspect();
  await page.fill("main [name=code]", codeOf(key, 1));
  await reader.press("form[action='/masuk/kode'] button");
  assert.match(reader.path(), /^\/akun(\?|$)/);
  return recovery;
}

async function unlock(reader, recovery) {
  await reader.goTo("/akun/dua-langkah");
  await reader.inspect();
  await reader.page.fill("main [name=password]", NEW_PASSWORD);
  await reader.page.fill("main [name=code]", recovery[0]);
  await reader.press("form[action='/akun/dua-langkah/hapus'] button");
  await assertDone(reader);
}

async function play(reader, { post }) {
  const person = newPerson();
  await reader.goTo("/daftar?kembali=/akun");
  await register(reader, person);
  await verifyAddress(reader, post, person);
  await forgetPassword(reader, post, person);
  await unlock(reader, await lock(reader, person));
}

export const stories = [
  { name: "account by letters, desktop, Turkish, no scripts", on: "letters", kind: { width: DESKTOP, language: "tr", scripts: false }, play },
  { name: "account by letters, telephone, English, dark", on: "letters", kind: { width: PHONE, language: "en", scheme: "dark" }, play },
];
