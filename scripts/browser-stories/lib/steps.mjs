// What several stories do: registering, logging in, sending a form that comes back.

import { strict as assert } from "node:assert";

export const PASSWORD = "sambal-terasi-77";

let people = 0;

/** Somebody whom no server knows yet. */
export function newPerson(fullname = "Rina Wulandari") {
  people += 1;
  const username = `orang_${people}_${process.pid}`;
  return { fullname, username, email: `${username}@example.com`, password: PASSWORD };
}

/** Fills in the form of registering, which is open, and sends it. */
export async function register(reader, person) {
  for (const [name, value] of Object.entries(person)) await reader.page.fill(`main [name=${name}]`, value);
  await reader.press("main form[action='/daftar'] button[type=submit]");
}

/** Fills in the form of logging in, which is open, and sends it. */
export async function logIn(reader, username, password) {
  await reader.page.fill("main [name=username]", username);
  await reader.page.fill("main [name=password]", password);
  await reader.press("main form[action$='/masuk'] button[type=submit]");
}

export async function logOut(reader) {
  await reader.press("form[action='/keluar'] button");
}

/** A form came back: what is wrong stands above and beside the field, and gets the focus where scripts run. */
export async function assertFaulty(reader, field) {
  const { page } = reader;
  await page.locator("#ringkasan").waitFor();
  await page.locator(`[id="${field}-fault"]`).waitFor();
  assert.equal(await page.locator(`[id="${field}"]`).getAttribute("aria-invalid"), "true");
  if (reader.kind.scripts) assert.equal(await page.evaluate(() => document.activeElement?.id), "ringkasan");
  await reader.inspect();
}

/** What a form tells that it has done. */
export async function assertDone(reader) {
  await reader.page.locator(".toasts[role=status] .notice").waitFor();
}
