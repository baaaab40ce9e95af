// Two raters read what was written without seeing each other; where they are far apart, the chief decides.

import { strict as assert } from "node:assert";
import { PEOPLE } from "./plan.mjs";
import { ESSAYS } from "./sit.mjs";

const [ani, budi] = PEOPLE.map(({ name }) => name);
/** What each rater gives. */
const GIVEN = [{ [ani]: "8", [budi]: "3" }, { [ani]: "9", [budi]: "6,5" }];
const DECIDED = "4";

/** What the answers are worth in the end. */
export const RATED = { [ani]: 8.5, [budi]: 4 };

/** Whose answer is in sight: nobody's name is there. */
async function whose(page) {
  const text = await page.locator(".rate-answer .written").textContent();
  const names = Object.keys(ESSAYS).filter((name) => text.includes(ESSAYS[name].trim()));
  assert.equal(names.length, 1, text);
  assert.ok(!(await page.locator("main").textContent()).includes(names[0]), "raters see no names");
  return names[0];
}

async function rateAll({ reader }, sitting, given) {
  const { page } = reader;
  await reader.goTo(`${sitting}/nilai`);
  await reader.inspect();
  let count = 0;
  for (; (await page.locator("form[data-rating]").count()) > 0; count += 1) {
    assert.ok(count < 2, "only what was written is rated");
    await page.fill("#score", given[await whose(page)]);
    await page.fill("#comment", "Dibaca sampai selesai");
    await reader.press("form[data-rating] button.button[type=submit]");
  }
  assert.equal(count, 2, "both answers were rated");
  await reader.inspect();
}

async function decide({ reader }, sitting) {
  const { page } = reader;
  await reader.goTo(`${sitting}/nilai?antrean=sengketa`);
  assert.equal(await whose(page), budi, "raters agree on the other");
  assert.equal(await page.locator(".given > li").count(), 2);
  await reader.inspect();
  await page.fill("#score", DECIDED);
  await reader.press("form[data-rating] button.button[type=submit]");
  assert.equal(await page.locator("form[data-rating]").count(), 0, "nothing is in dispute any more");
}

export async function rateEverything({ chief, raters }, sitting) {
  for (const [at, rater] of raters.entries()) await rateAll(rater, sitting, GIVEN[at]);
  await decide(chief, sitting);
}
