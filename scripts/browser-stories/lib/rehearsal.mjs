// A rehearsal of a sitting, from its beginning until there is nothing left of it.

import { strict as assert } from "node:assert";
import { Sitter } from "./sitter.mjs";

/** A rehearsal is begun, somebody who is made up begins to sit it, and then there is nothing left of it. */
export async function rehearse(reader, server, sitting) {
  await reader.goTo(sitting);
  await reader.press(`main a[href='${sitting}/gladi']`);
  await reader.page.fill("main [name=participants]", "2");
  await reader.press("main form.form button[type=submit]");
  const rehearsal = reader.path().split("?")[0];
  await reader.inspect();
  const sitter = await Sitter.open(server.url, { language: "id" });
  try {
    const id = rehearsal.split("/").pop();
    await sitter.logIn({ name: "Peserta gladi 1", registeredNumber: `GLADI-${id}-1` });
    await sitter.page.locator(".checks > .actions button").click();
    await sitter.page.locator(".lobby-card").first().waitFor();
  } finally {
    await sitter.close();
  }
  await reader.goTo(`${rehearsal}/peserta`);
  assert.equal(await reader.page.locator("main tbody tr").count(), 2);
  await reader.goTo(`${rehearsal}/gladi`);
  await reader.inspect();
  await reader.press("main form.form button[type=submit]");
  assert.equal(reader.path().split("?")[0], `${sitting}/gladi`);
  assert.equal(await reader.page.locator(`main a[href='${rehearsal}']`).count(), 0, "it is gone");
}
