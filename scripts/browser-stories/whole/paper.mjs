// From a Word document with mistakes to a published package.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { reworded } from "../lib/documents.mjs";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const IMPORT = "/ujian/paket/impor";

/** What the document asks, as its author wrote it down. */
export const PAPER = { title: "Seleksi Penerimaan 2027", sections: ["Matematika", "Bahasa"], questions: 7, formulas: 6, points: 19 };

async function send({ reader }, buffer) {
  await reader.page.setInputFiles("#file", { name: "seleksi.docx", mimeType: WORD, buffer });
  await reader.press("main form:has(#file) button[type=submit]");
  await reader.inspect();
}

/** Tries it without a key, puts that right, and stores it with a warning that is left. */
async function bring(chief) {
  const { reader } = chief;
  const { page } = reader;
  const document = await readFile(new URL("papers/seleksi.docx", import.meta.url));
  await reader.goTo(IMPORT);
  await send(chief, reworded(document, "KUNCI: B", ""));
  assert.equal(await page.locator("#hasil .sign.wrong").count(), 1, "the key that is missing is found");
  assert.equal(await page.locator("main form:has([name=_simpan])").count(), 0, "nothing is stored of it");
  await send(chief, document);
  assert.equal(await page.locator(".since-gone").count(), 1, "what was put right is told");
  assert.equal(await page.locator("#hasil .sign.wrong").count(), 0);
  const counts = await page.locator("#hasil .tally dd").allTextContents();
  assert.deepEqual(counts, ["2", "7", "1", "1"], "sections, questions, passages, pictures");
  const warnings = await page.locator("#hasil .handed-out li").allTextContents();
  assert.ok(warnings.length === 1 && warnings[0].includes("Segi lima"), `options that say the same: ${warnings}`);
  await reader.press("main form:has([name=_simpan]) button[type=submit]");
  await reader.inspect();
}

/** Mends what the warning is about, in the page to which it leads. */
async function mend({ reader }) {
  const { page } = reader;
  await reader.press(".handed-out a.mend");
  await reader.inspect();
  const noted = page.locator("#temuan");
  assert.ok(await noted.evaluate((element) => element.getBoundingClientRect().top < innerHeight), "the finding is in sight");
  const field = noted.locator("xpath=following::textarea[1]");
  assert.equal(await field.inputValue(), "Segi lima");
  assert.equal(await field.getAttribute("id"), "pilihan.2", "it stands above the option that repeats another one");
  await field.fill("Segi tujuh");
  await page.locator("#pratinjau img").first().waitFor();
  await reader.press(".bank-save button:not([name])");
  assert.equal(await page.inputValue("[id='pilihan.2']"), "Segi tujuh");
}

/** Formulas and pictures have arrived, and it is published. */
async function publish({ reader }) {
  const { page } = reader;
  for (const summary of await page.locator(".bank-leaf summary").all()) await summary.click();
  assert.equal(await page.locator(".bank-leaf").count(), PAPER.questions);
  assert.equal(await page.locator(".bank-leaf math:visible").count(), PAPER.formulas);
  const picture = page.locator(".bank-leaf img");
  await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await picture.elementHandle());
  assert.equal(await picture.getAttribute("alt"), "Bangun dengan enam sisi");
  await reader.inspect();
  await reader.press("main form[action$='/terbitkan'] button[type=submit]");
  await page.locator(".sitting .stage.running").waitFor();
  await reader.inspect();
}

/** @returns {Promise<string>} the address of the package */
export async function makePaper(chief) {
  await bring(chief);
  const paper = await chief.reader.page.locator("main .actions a.button:not(.quiet)").getAttribute("href");
  await mend(chief);
  await chief.reader.goTo(paper);
  await publish(chief);
  return paper;
}
