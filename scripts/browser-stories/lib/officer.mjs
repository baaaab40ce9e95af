// Somebody who holds exams, in a browser of their own.

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
