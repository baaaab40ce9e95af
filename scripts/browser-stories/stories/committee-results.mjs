// The committee's pages of results: looked at in every shape; releasing, voiding, correcting, and what participants see of it.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { DESKTOP, PHONE, Reader } from "../lib/reader.mjs";
import { story } from "../lib/sitting.mjs";

/** The page of results of the demo's sitting that is over. */
async function ended(reader) {
  await reader.goTo("/ujian");
  const ways = await reader.page.locator(".sittings a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const way of [...new Set(ways)]) {
    await reader.goTo(`${way}/hasil`);
    if ((await reader.page.locator(".reached .stage.running").count()) > 0) return `${way}/hasil`;
  }
  throw new Error("no sitting of the demo has results");
}

/** Every page of the room, as a telephone and a screen show it, in both schemes. */
async function tour(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const results = await ended(reader);
  const first = (selector) => reader.page.locator(selector).first().getAttribute("href");
  const person = await first(".reached tr:has(.stage.running) th a");
  await reader.goTo(`${results}/soal`);
  const question = await first(".items h4 a");
  await reader.goTo(person);
  const correction = await first(".correct a");
  const pages = [results, `${results}?urut=nilai`, `${results}/soal`, question, `${results}/umumkan`, `${results}/nilai-ulang?periksa=ya`, person, correction];
  for (const [width, scheme] of [[PHONE, "light"], [DESKTOP, "light"], [DESKTOP, "dark"]]) {
    await reader.become({ width, scheme });
    for (const page of pages) {
      await reader.goTo(page);
      await reader.inspect();
    }
  }
  await reader.page.emulateMedia({ media: "print" });
  await reader.goTo(person);
  assert.equal(await reader.page.locator(".correct:visible, .bar:visible").count(), 0, "what is for the screen alone is not printed");
  return `${pages.length} pages`;
}

/** Somebody objects to a result: that is noted, found in the list, and decided. */
async function appeal(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const results = await ended(reader);
  const person = await reader.page.locator(".reached tr:has(.stage.running) th a").last().getAttribute("href");
  const note = async (state, text) => {
    await reader.goTo(person);
    await reader.page.selectOption("main [name=state]", state);
    await reader.page.fill("main [name=text]", text);
    await reader.press("main .deed form.form button[type=submit]");
    await reader.page.locator(".appeal .lines li", { hasText: text }).waitFor();
    await reader.inspect();
  };
  await note("raised", "Menurut peserta jawaban C juga benar");
  await reader.goTo(results);
  await reader.press(".chips a[href*='status=sanggahan']");
  assert.equal(await reader.page.locator(".reached tbody tr").count(), 1, "those whose appeal is open are found");
  await reader.inspect();
  await note("dismissed", "Diperiksa dua penilai: kunci benar");
  for (const width of [PHONE, DESKTOP]) {
    await reader.become({ width, scheme: "light" });
    await reader.goTo(`${person}#sanggahan`);
    await reader.inspect();
  }
  await reader.goTo(results);
  assert.equal(await reader.page.locator(".chips a[href*='status=sanggahan']").count(), 0, "nothing is open any more");
}

/** A paper is sat, voided, released; the participant's own page shows what the committee decided. */
async function decided({ open, exam, staff, server }) {
  const sitter = await open();
  await sitter.start(exam.participants[0]);
  await sitter.choose(1);
  await sitter.place("safe");
  await sitter.finish();
  await sitter.receipt();
  const seen = sitter.page.locator(".receipt .actions .button", { hasText: "See the result" });
  await seen.click();
  await sitter.page.locator(".result", { hasText: "not released yet" }).waitFor();
  const marked = async () => (await staff.ask("GET", `/events/${exam.event.id}/results`)).data[0].status === "scored";
  for (let tries = 0; !(await marked()); tries += 1) {
    assert.ok(tries < 100, "the attempt is marked");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const reader = new Reader(sitter.context, await sitter.context.newPage(), server.url, { width: 1280, language: "en", scheme: "light", scripts: true });
  await enter(reader, "demo.ketua", server.password);
  const results = `/ujian/${exam.event.id}/hasil`;
  const total = async () => {
    await reader.goTo(results);
    return reader.page.locator(".reached tbody td.number strong").first().textContent();
  };
  const before = await total();
  await reader.goTo(`${results}/soal`);
  await reader.press(".items h4 a >> nth=1");
  await reader.page.fill("main [name=reason]", "The text was not shown");
  await reader.press(".deed button[type=submit]");
  await reader.inspect();
  assert.equal(await total(), before, "looking changes nothing");
  await reader.goTo(`${results}/soal`);
  await reader.press(".items h4 a >> nth=1");
  await reader.page.fill("main [name=reason]", "The text was not shown");
  await reader.press(".deed button[type=submit]");
  await reader.press("main form.form button[type=submit]");
  await reader.page.locator(".concern.void", { hasText: "The text was not shown" }).waitFor();
  const voided = await total();
  assert.notEqual(voided, before, "the question brings its points");
  await reader.goTo(`${results}/umumkan`);
  await reader.press(".deed button[type=submit]");
  await reader.page.locator(".toasts .notice", { hasText: "released" }).waitFor();
  await sitter.page.bringToFront();
  await sitter.page.reload();
  await seen.click();
  await sitter.page.locator(".result .score", { hasText: voided }).waitFor();
  // And it is taken back.
  await reader.page.bringToFront();
  await reader.goTo(`${results}/soal`);
  await reader.press(".items h4 a >> nth=1");
  await reader.press(".deed button[type=submit]");
  await reader.press("main form.form button[type=submit]");
  assert.equal(await total(), before);
  await reader.goTo(`${results}/umumkan`);
  await reader.page.fill("main [name=reason]", "A mistake");
  await reader.press(".deed button[type=submit]");
  await sitter.page.bringToFront();
  await sitter.page.reload();
  await seen.click();
  await sitter.page.locator(".result", { hasText: "not released yet" }).waitFor();
  return `${before} became ${voided} and ${before} again`;
}

const sat = story("what the committee decides of results", decided, { only: "reading", without: ["essay"] });

export const stories = [
  { name: "committee: results in every shape", on: "demo", kind: { language: "id" }, play: tour },
  { name: "committee: an appeal is noted, found and decided", on: "demo", kind: { language: "id", width: DESKTOP }, play: appeal },
  { ...sat, name: "committee: what is decided of results is what participants see" },
];
