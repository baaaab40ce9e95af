// From a registration link to a result: whoever takes part does so by pages. The paper is made by the API, since pages make papers from
// documents alone, and so is what a supervisor says.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { story } from "../lib/sitting.mjs";

/** The way of a link that an administrator makes in the page of participants. */
async function makeLink(chief, event) {
  await chief.goTo(`/ujian/${event}/peserta`);
  await chief.press("form[action$='/tautan'] button[type=submit]");
  const { pathname, search } = new URL(await chief.page.locator(".handed textarea").inputValue());
  return pathname + search;
}

/** Somebody registers by a link and begins. */
async function begin(sitter, way) {
  const { page } = sitter;
  await page.goto(sitter.wire.url + way);
  await page.locator("#name").waitFor();
  await page.fill("#name", "Citra Dewi");
  await page.fill("#registeredNumber", `78${process.pid}`);
  await page.locator("form.form button[type=submit]").click();
  await page.locator(".checks > .actions button").click();
  const checkIn = page.locator(".lobby-card button[type=submit]");
  await checkIn.or(page.locator(".lobby-card > .button:visible")).first().waitFor();
  if (await checkIn.isVisible()) await checkIn.click();
  await page.locator(".lobby-card > .button:visible").click();
  await sitter.question().waitFor();
}

/** Waits until the table of results says something of the only participant. */
async function told(officer, results, text) {
  for (let tries = 0; tries < 100; tries += 1) {
    await officer.goTo(results);
    if ((await officer.page.locator(".reached tbody", { hasText: text }).count()) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`the table never says ${text}`);
}

async function fromLinkToResult({ open, exam, staff, server }) {
  const results = `/ujian/${exam.event.id}/hasil`;
  const [sitter, chief, rater] = [await open(), (await open()).reader, (await open()).reader];
  await enter(chief, "demo.ketua", server.password);
  await enter(rater, "demo.penilai", server.password);
  await begin(sitter, await makeLink(chief, exam.event.id));
  await sitter.choose(1);
  await sitter.place("safe");
  await rater.goTo(results);
  const person = await rater.page.locator(".reached th a").getAttribute("href");
  await staff.intervene(Number(person.split("/").pop()), "message", { text: "Sepuluh menit lagi" });
  await sitter.page.getByText("Sepuluh menit lagi").first().waitFor();
  await sitter.page.keyboard.press("Escape");
  await sitter.goTo(6);
  await sitter.question().locator("textarea").fill("A name says where food comes from. ".repeat(12));
  await sitter.place("safe");
  await sitter.finish();
  const receipt = await sitter.receipt();
  // Before it is rated there is no total.
  await told(rater, results, "Awaits rating");
  await rater.goTo(person);
  await rater.page.locator(".receipt", { hasText: receipt }).waitFor();
  await rater.press(".answered:has(.written) .correct a >> nth=-1");
  await rater.page.fill("main [name=score]", "8.5");
  await rater.page.fill("main [name=reason]", "Two good reasons");
  await rater.press(".deed button[type=submit]");
  await rater.page.locator(".lines", { hasText: "8.5" }).waitFor();
  await told(rater, results, "Scored");
  await chief.goTo(`${results}/umumkan`);
  await chief.press(".deed button[type=submit]");
  const total = async () => {
    await rater.goTo(results);
    return rater.page.locator(".reached tbody td.number strong").first().textContent();
  };
  await sitter.page.bringToFront();
  await sitter.page.reload();
  await sitter.page.locator(".receipt .actions .button", { hasText: "See the result" }).click();
  await sitter.page.locator(".result .score", { hasText: await total() }).waitFor();
  return `${await total()} points`;
}

export const stories = [{ ...story("from a link to a result", fromLinkToResult, { only: "reading", people: [] }), name: "committee: from a registration link to a result" }];
