// The handbook: read on a telephone and a screen, reached from the page that it explains, printed, and open to participants.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { DESKTOP, PHONE } from "../lib/reader.mjs";

const INDEX = "/ujian/panduan";
const PARTS = ["panitia", "pengawas", "penilai", "peserta"];

/** Every part in every shape. */
async function tour(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  for (const [width, scheme] of [[PHONE, "light"], [DESKTOP, "light"], [DESKTOP, "dark"]]) {
    await reader.become({ width, scheme });
    for (const path of [INDEX, ...PARTS.map((part) => `${INDEX}/${part}`)]) {
      await reader.goTo(path);
      await reader.inspect();
    }
  }
  return `${PARTS.length} parts`;
}

/** From a page to its chapter, and what its reader would print. */
async function help(reader, server) {
  const { page } = reader;
  await enter(reader, "demo.pengawas", server.password);
  await reader.press(".sittings h3 a");
  await reader.goTo(`${reader.path().split("?")[0]}/awasi`);
  await reader.press("main .help a");
  assert.ok(page.url().endsWith(`${INDEX}/pengawas#board`), page.url());
  const chapter = page.locator("#board");
  assert.ok(await chapter.evaluate((element) => element.getBoundingClientRect().top < innerHeight), "the chapter is in sight");
  // The contents lead to every chapter.
  const ways = await page.locator(".handbook-contents a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const way of ways) assert.equal(await page.locator(way).count(), 1, way);
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".bar", ".foot", ".screen-only"]) assert.ok(await page.locator(hidden).first().isHidden(), `${hidden} on paper`);
  const breaks = await page.locator(".handbook-chapter").evaluateAll((chapters) => chapters.map((one) => getComputedStyle(one).breakBefore));
  assert.ok(breaks.length === ways.length && breaks.every((one) => one === "page"), "each chapter on a page of its own");
  await page.emulateMedia({ media: "screen" });
  return `${ways.length} chapters`;
}

/** Whoever sits an exam reads their part before they log in. */
async function participant(reader) {
  // The exam's page is a program, which has no heading before it has begun.
  await reader.page.goto(new URL("/exam", reader.url).href);
  const way = reader.page.locator(".entry .beside a");
  await way.waitFor();
  await reader.press(".entry .beside a");
  assert.equal(reader.path(), "/exam/panduan");
  await reader.inspect();
  assert.ok((await reader.page.locator(".called").count()) > 10);
  await reader.page.locator(".print-do a").first().click();
  await reader.page.locator(".entry .beside a").waitFor();
  assert.equal(reader.path(), "/exam");
}

export const stories = [
  { name: "handbook: every part in every shape", on: "demo", kind: { language: "id" }, play: tour },
  { name: "handbook: from a page to its chapter and onto paper", on: "demo", kind: { language: "en", width: DESKTOP }, play: help },
  { name: "handbook: before somebody logs in to an exam", on: "demo", kind: { language: "tr" }, play: participant },
];
