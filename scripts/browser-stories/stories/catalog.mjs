// An administrator keeps the tree of categories: drags one, takes that back, moves one by a button, adds one, says what its listings
// are asked, and merges it into another one.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn } from "../lib/steps.mjs";

const TREE = "/admin/kategori";

/** The uppermost categories, in order. */
function roots(page) {
  return page.locator(".tree > ul > li").evaluateAll((rows) => rows.map((row) => row.id));
}

async function drag(reader) {
  const { page } = reader;
  const before = await roots(page);
  await page.locator(".tree").evaluate((tree) => tree.scrollIntoView());
  const from = await page.locator(".tree-grip").first().boundingBox();
  const to = await page.locator(".tree > ul > li > .tree-row").nth(2).boundingBox();
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + to.height - 4, { steps: 6 });
  await Promise.all([page.waitForURL(/sudah=kategori-pindah/), page.mouse.up()]);
  await reader.look();
  assert.deepEqual(await roots(page), [before[1], before[2], before[0], ...before.slice(3)]);
  await reader.inspect();
  await reader.press(".tree-undos form button");
  await assertDone(reader);
  assert.deepEqual(await roots(page), before);
}

async function step(reader) {
  const { page } = reader;
  await reader.goTo(TREE);
  const before = await roots(page);
  await reader.press(".tree > ul > li:first-child > .tree-row button[name=turun]");
  assert.deepEqual((await roots(page)).slice(0, 2), [before[1], before[0]]);
  await reader.press(".tree-undos form button");
  await assertDone(reader);
}

async function make(reader, slug) {
  const { page } = reader;
  await reader.press(`main a[href='${TREE}/_baru']`);
  await reader.inspect();
  await page.fill("#name", "Sepeda tua");
  await page.fill("#slug", "Sepeda Tua");
  await reader.press("main .form button[type=submit]");
  await assertFaulty(reader, "slug");
  await page.fill("#slug", slug);
  await reader.press("main .form button[type=submit]");
  await assertDone(reader);
  await reader.inspect();
}

async function ask(reader, slug) {
  const { page } = reader;
  await reader.press(`main a[href='${TREE}/${slug}/atribut']`);
  await reader.inspect();
  await reader.press("main a[href$='/_baru']");
  await reader.inspect();
  await page.fill("#key", "warna");
  await page.selectOption("#type", "choice");
  await page.fill("[name='names.id']", "Warna rangka");
  await reader.press("main .form button[type=submit]");
  await assertFaulty(reader, "options");
  await page.fill("#options", "merah | Merah | Red | Kırmızı\nhitam | Hitam | Black | Siyah");
  await reader.press("main .form button[type=submit]");
  await assertDone(reader);
  assert.equal(await page.locator(".attribute-rows code", { hasText: "warna" }).count(), 1);
  await reader.inspect();
}

async function merge(reader, slug) {
  const { page } = reader;
  await reader.goTo(`${TREE}/${slug}`);
  await page.selectOption("#ke", "electronics");
  await reader.press(`form[action='${TREE}/${slug}/gabung'] button`);
  await reader.inspect();
  await reader.press("main .form button[type=submit]");
  await assertDone(reader);
  await reader.goTo(`/pasar/kategori/${slug}`);
  assert.equal(reader.path(), "/pasar/kategori/electronics", "its address leads on");
}

async function play(reader, server) {
  const slug = `sepeda-tua-${reader.kind.width}`;
  await reader.goTo(`/masuk?kembali=${TREE}`);
  await logIn(reader, "demo.admin", server.password);
  await reader.inspect();
  if (reader.kind.scripts) await drag(reader);
  await step(reader);
  await make(reader, slug);
  await ask(reader, slug);
  await merge(reader, slug);
}

export const stories = [
  { name: "catalog, desktop", on: "kept", kind: { language: "id", width: DESKTOP, scripts: true }, play },
  { name: "catalog, phone without scripts", on: "demo", kind: { language: "tr", width: PHONE, scripts: false }, play },
];
