// The table of results, what voiding a question would change, the release, and what somebody sees of their own.

import { strict as assert } from "node:assert";
import { PAPER } from "./paper.mjs";
import { PEOPLE } from "./plan.mjs";
import { RATED } from "./rate.mjs";
import { MARKED } from "./sit.mjs";

/** What everybody reached who came. */
export const TOTALS = Object.fromEntries(Object.entries(MARKED).map(([name, points]) => [name, points + (RATED[name] ?? 0)]));

/** A number as people there write it. */
export const written = (points) => String(points).replace(".", ",");

/** Names and totals as the table has them. */
async function table({ page }) {
  const cells = await page.locator(".reached tbody tr").evaluateAll((rows) => rows.map((row) => [row.querySelector("th a").textContent, row.querySelector("td.number strong")?.textContent]));
  return Object.fromEntries(cells);
}

/** Waits until everything is marked, and holds the table against what was answered. */
async function compare({ reader }, sitting) {
  const wanted = Object.fromEntries(Object.entries(TOTALS).map(([name, points]) => [name, written(points)]));
  const isMarked = (told) => Object.entries(wanted).every(([name, total]) => told[name] === total);
  let told = {};
  for (let tries = 0; tries < 50; tries += 1) {
    await reader.goTo(`${sitting}/hasil`);
    told = await table(reader);
    if (isMarked(told)) break;
    await reader.page.waitForTimeout(200);
  }
  assert.deepEqual({ ...told, [PEOPLE.at(-1).name]: undefined }, { ...wanted, [PEOPLE.at(-1).name]: undefined });
  await reader.inspect();
}

/** Looks at what voiding a question would change, and leaves it. */
async function lookAtVoiding({ reader }, sitting) {
  const { page } = reader;
  await reader.goTo(`${sitting}/hasil/soal`);
  await reader.inspect();
  await reader.press(".items li:has-text('prima') h4 a");
  await reader.inspect();
  await page.fill("main [name=reason]", "Pilihan kurang jelas");
  await reader.press(".deed button[type=submit]");
  await reader.inspect();
  const shifts = await page.locator("main .table tbody tr").evaluateAll((rows) => rows.map((row) => [row.querySelector("a").textContent, ...Array.from(row.querySelectorAll("td"), (cell) => cell.textContent)]));
  assert.deepEqual(shifts.sort(), [[PEOPLE[3].name, "1", "2", "+1"], [PEOPLE[4].name, "0", "2", "+2"]], "who would gain what at this question");
  await reader.press(".back a");
  await compare({ reader }, sitting);
}

async function release({ reader }, sitting) {
  await reader.goTo(`${sitting}/hasil/umumkan`);
  await reader.inspect();
  await reader.press(".deed button[type=submit]");
  await reader.page.locator(".toasts .notice").waitFor();
  await reader.inspect();
}

/** What the first one sees: nothing before the release, then what the table has. */
const look = (sitter) => sitter.page.locator(".receipt .actions .button.quiet").nth(1).click();

async function seeOwn(sitter) {
  const { page } = sitter;
  await page.reload();
  await page.locator(".receipt-code").waitFor();
  await look(sitter);
  await page.locator(".result .score", { hasText: `${written(TOTALS[PEOPLE[0].name])} / ${PAPER.points}` }).waitFor();
  await page.locator(".result-questions summary").click();
  assert.equal(await page.locator(".result-question").count(), PAPER.questions);
  assert.equal(await page.locator(".result-question.right").count(), PAPER.questions - 1, "all but the essay are right");
  await sitter.inspect();
}

export async function tellResults({ chief, first }, sitting) {
  await compare(chief, sitting);
  await lookAtVoiding(chief, sitting);
  await look(first);
  await first.page.locator(".result .how").waitFor();
  assert.equal(await first.page.locator(".result .score").count(), 0, "nothing is shown before the release");
  await release(chief, sitting);
  await seeOwn(first);
}
