// What the committee takes home: results as tables, the paper as a document and on paper; people and what is kept of them.

import { strict as assert } from "node:assert";
import { sheetRows, wordText } from "../lib/documents.mjs";
import { download } from "../lib/officer.mjs";
import { PAPER } from "./paper.mjs";
import { PEOPLE } from "./plan.mjs";
import { TOTALS, written } from "./results.mjs";

/** Rows of a table of results by the names of their columns, and with what should stand there. */
function assertResults([head, ...rows]) {
  const told = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
  const read = told.map((row) => [row.Name, row["Registered number"], Number(row.Total || 0)]);
  const wanted = PEOPLE.map(({ name, registeredNumber }) => [name, registeredNumber, TOTALS[name] ?? 0]);
  assert.deepEqual(read.sort(), wanted.sort());
}

async function takeResults({ reader }, sitting) {
  await reader.goTo(`${sitting}/hasil`);
  const book = await download(reader, "a[href$='results.xlsx']");
  assert.match(book.name, /\.xlsx$/);
  assertResults(sheetRows(book.bytes));
  const answers = sheetRows(book.bytes, 2).flat().join("\n");
  assert.ok(answers.includes("Nama asal menunjukkan mutu"), "the workbook has what was written");
  const text = (await download(reader, "a[href$='results.csv']")).bytes.toString().replace(/^\uFEFF/, "");
  assertResults(text.trim().split(/\r?\n/).map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, ""))));
}

async function takePaper({ reader }, paper) {
  const { page } = reader;
  await reader.goTo(paper);
  const whole = wordText((await download(reader, "a[href$='export.docx']")).bytes);
  assert.ok(whole.lines.some((line) => line.includes("Bilangan mana yang prima?")));
  assert.ok(whole.lines.includes("Segi tujuh") && whole.lines.some((line) => line.includes("sembilan")), "what was mended, and the key");
  assert.deepEqual([whole.formulas, whole.pictures], [PAPER.formulas, 1]);
  const handout = wordText((await download(reader, "a[href*='export.docx?keys=no']")).bytes);
  assert.ok(handout.lines.includes("Segi tujuh") && !handout.lines.some((line) => line.includes("sembilan")), "a handout has no keys");
  await reader.goTo(`${paper}/cetak?pilih=1&sampul=ya&lembar=ya&kunci=ya`);
  assert.equal(await page.locator(".paper-questions math").count(), PAPER.formulas);
  assert.ok((await page.locator(".paper-rights").first().textContent()).includes("sembilan"));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".bar").first().isHidden(), "only the paper is printed");
  await page.emulateMedia({ media: "screen" });
  await reader.inspect();
}

/** Everybody is known with what they reached, and nothing of it goes as long as the rules keep it. */
async function findPeople({ reader }, sitting) {
  const { page } = reader;
  await reader.goTo("/ujian/orang");
  assert.deepEqual(await page.locator("main tbody th a").allTextContents(), PEOPLE.map(({ name }) => name));
  await reader.inspect();
  await reader.press(`main tbody th a:has-text("${PEOPLE[0].name}")`);
  const exam = await page.locator("main tbody tr").allTextContents();
  assert.ok(exam.length === 1 && exam[0].includes("Gelombang pertama") && exam[0].includes(`${written(TOTALS[PEOPLE[0].name])} / ${PAPER.points}`), exam[0]);
  await reader.inspect();
  await reader.goTo("/ujian/kelola/simpan?recordingDays=1&attemptYears=1");
  await page.locator("#akibat").waitFor();
  assert.equal(await page.locator("#akibat .table").count(), 0, "nothing is old enough to go");
  await reader.inspect();
  await reader.goTo("/ujian/kelola/log");
  assert.ok((await page.locator("main").textContent()).includes("Gelombang pertama"), "the log tells of the sitting");
  await reader.goTo(sitting);
}

export async function takeHome({ chief }, { paper, sitting }) {
  await takeResults(chief, sitting);
  await takePaper(chief, paper);
  await findPeople(chief, sitting);
}
