// Somebody who holds exams, in a browser of their own.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { Reader } from "./reader.mjs";

/** Logs in at the committee's door. */
export async function enter(reader, username, password) {
  await reader.goTo("/ujian/masuk");
  await reader.page.fill("main [name=username]", username);
  await reader.page.fill("main [name=password]", password);
  await reader.press("main form[action='/ujian/masuk'] button[type=submit]");
}

/** Opens a browser for an administrator of the demo's exams who is logged in. */
export async function openOfficer(browser, server, username, kind = {}) {
  const reader = await Reader.open(browser, server.url, { width: 1280, language: "en", ...kind });
  await enter(reader, username, server.password);
  return reader;
}

/** Whoever opens the printed link makes the first administrator and is in; the code is neither in the address nor good any more. */
export async function firstStart(reader, server, { username, password, email }) {
  assert.match(server.setup, /^http.+#kode=/, "a link was printed");
  await reader.page.goto(server.setup);
  assert.equal(new URL(reader.page.url()).hash, "", "the code left the address");
  assert.notEqual(await reader.page.inputValue("#code"), "", "the code is filled in");
  await reader.inspect();
  for (const [id, text] of Object.entries({ username, password, passwordAgain: password, email })) await reader.page.fill(`#${id}`, text);
  await reader.press("main form.form button[type=submit]");
  assert.equal(reader.path().split("?")[0], "/ujian");
  await reader.inspect();
  await reader.goTo("/ujian/kelola");
  await reader.page.getByText(username).first().waitFor();
}

/** Makes somebody more who may log in; roles are numbered as the API numbers them. */
export async function hire(reader, { username, password, role }) {
  await reader.goTo("/ujian/kelola");
  await reader.page.selectOption("#roleId", role);
  for (const [id, text] of Object.entries({ username, password, passwordAgain: password })) await reader.page.fill(`#${id}`, text);
  await reader.press("main form.form button[type=submit]");
  await reader.inspect();
}

/** What a link of a page gives, as a file. @param {import("./reader.mjs").Reader} reader @param {string} selector */
export async function download(reader, selector) {
  const [file] = await Promise.all([reader.page.waitForEvent("download"), reader.page.locator(selector).first().click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}
