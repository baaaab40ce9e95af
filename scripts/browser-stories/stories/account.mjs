// Somebody looks after an account: another password, an end to all sessions, and an end to the account.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE, Reader } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn, logOut, newPerson, PASSWORD, register } from "../lib/steps.mjs";

const NEW_PASSWORD = "kunyit-asam-88";

async function changePassword(reader) {
  const { page } = reader;
  await reader.goTo("/akun");
  await reader.inspect();
  await page.fill("form[action='/akun/sandi'] [name=password]", "keliru-sekali");
  await page.fill("form[action='/akun/sandi'] [name=newPassword]", NEW_PASSWORD);
  await reader.press("form[action='/akun/sandi'] button[type=submit]");
  await assertFaulty(reader, "password");
  await page.fill("form[action='/akun/sandi'] [name=password]", PASSWORD);
  await page.fill("form[action='/akun/sandi'] [name=newPassword]", NEW_PASSWORD);
  await reader.press("form[action='/akun/sandi'] button[type=submit]");
  await assertDone(reader);
}

/** The old password opens nothing, and the form says so; the new one does. */
async function comeBack(reader, username) {
  await logOut(reader);
  await assertDone(reader);
  await reader.goTo("/masuk");
  await logIn(reader, username, PASSWORD);
  await reader.page.locator("#ringkasan").waitFor();
  assert.equal(await reader.page.inputValue("[name=username]"), username);
  await reader.inspect();
  await logIn(reader, username, NEW_PASSWORD);
}

/** A second browser of the same person is out as soon as the first one says so. */
async function logOutEverywhere(reader, username) {
  const other = await Reader.open(reader.context.browser(), reader.url, { ...reader.kind, width: PHONE });
  try {
    await other.goTo("/masuk?kembali=/akun");
    await logIn(other, username, NEW_PASSWORD);
    assert.equal(other.path(), "/akun");
    await reader.goTo("/akun");
    await reader.press("form[action='/akun/keluar-semua'] button");
    await assertDone(reader);
    for (const one of [reader, other]) {
      await one.goTo("/akun");
      assert.match(one.path(), /^\/masuk/, "nobody is logged in any more");
    }
  } finally {
    await other.close();
  }
  await logIn(reader, username, NEW_PASSWORD);
}

async function deleteAccount(reader, username) {
  await reader.goTo("/akun");
  await reader.press("main a[href='/akun/hapus']");
  await reader.inspect();
  await reader.page.fill("main [name=password]", "keliru-sekali");
  await reader.press("form[action='/akun/hapus'] button");
  await assertFaulty(reader, "password");
  await reader.page.fill("main [name=password]", NEW_PASSWORD);
  await reader.press("form[action='/akun/hapus'] button");
  await assertDone(reader);
  await reader.goTo("/masuk");
  await logIn(reader, username, NEW_PASSWORD);
  await reader.page.locator("#ringkasan").waitFor();
}

async function play(reader) {
  const person = newPerson();
  await reader.goTo("/");
  await reader.press("header a[href='/daftar']");
  await register(reader, { ...person, email: "bukan email" });
  await assertFaulty(reader, "email");
  assert.equal(await reader.page.inputValue("[name=fullname]"), person.fullname);
  await register(reader, person);
  await changePassword(reader);
  await comeBack(reader, person.username);
  await logOutEverywhere(reader, person.username);
  await deleteAccount(reader, person.username);
}

export const stories = [
  { name: "account, desktop, Indonesian, no scripts", on: "empty", kind: { width: DESKTOP, language: "id", scripts: false }, play },
  { name: "account, telephone, English, dark", on: "empty", kind: { width: PHONE, language: "en", scheme: "dark" }, play },
];
