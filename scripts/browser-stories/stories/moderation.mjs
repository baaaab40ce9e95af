// Somebody reports a listing and who offers it; a moderator is shown it first, refuses it with a reason, takes that back, lets it
// stay by a key, and tries the rules on a text.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn } from "../lib/steps.mjs";

/** A listing that anybody sees, reported with its seller; answers its title. */
async function report(reader) {
  const { page } = reader;
  // Two readers at once do not report the same one.
  await reader.goTo(`/pasar/kategori/${reader.kind.scripts ? "sedan-cars" : "hatchback-cars"}`);
  await reader.press("main a[href^='/iklan/']");
  const title = (await page.locator("h1").textContent()) ?? "";
  await reader.press("main a[href$='/lapor']");
  await reader.inspect();
  await page.selectOption("#reason", "other");
  await reader.press("main .form button[type=submit]");
  await assertFaulty(reader, "text");
  await page.fill("#text", "Kapora istiyor <b>ve</b> adres vermiyor.");
  await reader.press("main .form button[type=submit]");
  await assertDone(reader);
  await reader.press("main .seller");
  await reader.inspect();
  await reader.press("main a[href$='/lapor']");
  await page.selectOption("#reason", "fraud");
  await reader.press("main .form button[type=submit]");
  await assertDone(reader);
  return title.trim();
}

async function decide(reader, title) {
  const { page } = reader;
  await reader.goTo("/moderasi");
  await reader.inspect();
  const row = page.locator(".waiting > li", { has: page.locator("h2", { hasText: title }) }).first();
  assert.ok(await row.locator(".reported").count(), "what was reported is among the first");
  await row.locator("select[name=alasan]").selectOption("fraud");
  await Promise.all([page.waitForURL(/sudah=ditolak/), row.locator("button[value=rejected]").click()]);
  await assertDone(reader);
  assert.equal(await row.locator(".reported").count(), 0, "it waits no longer");
  await reader.press("[data-undo] button");
  await assertDone(reader);
  assert.ok(await row.locator(".reported").count(), "it waits again");
  const approved = page.waitForURL(/sudah=disetujui/);
  if (reader.kind.scripts) {
    await row.focus();
    await Promise.all([approved, page.keyboard.press("a")]);
  } else {
    await Promise.all([approved, row.locator("button[value=active]").click()]);
  }
  await assertDone(reader);
  assert.equal(await row.locator(".reported").count(), 0, "it stays, and nobody looks at it again");
}

async function lookAround(reader) {
  const { page } = reader;
  for (const room of ["/moderasi/orang", "/moderasi/catatan", "/moderasi/aturan"]) {
    await reader.goTo(room);
    await reader.inspect();
  }
  await page.fill("#words", "kumar");
  await page.fill("#trial", "Kumar masası");
  await reader.press("button[value=coba]");
  assert.ok(await page.locator(".notice li").count(), "the trial says what holds");
  await reader.inspect();
}

async function play(reader, server) {
  await reader.goTo("/masuk");
  await logIn(reader, "demo.moderator", server.password);
  const title = await report(reader);
  await decide(reader, title);
  await lookAround(reader);
}

export const stories = [
  { name: "moderation, desktop", on: "demo", kind: { language: "tr", width: DESKTOP, scripts: true, scheme: "dark" }, play },
  { name: "moderation, phone without scripts", on: "demo", kind: { language: "id", width: PHONE, scripts: false }, play },
];
