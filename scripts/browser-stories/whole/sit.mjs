// Everybody sits: two in browsers, of whom one reloads and one loses the network, three by the API; a supervisor watches.

import { strict as assert } from "node:assert";
import { Candidate } from "../lib/candidate.mjs";
import { PEOPLE } from "./plan.mjs";

const [ani, budi, ...others] = PEOPLE;
/** Milliseconds in which what happened has to be seen, with room for a machine that plays several stories at once. */
const SOON = { timeout: 10_000 };

export const ESSAYS = {
  [ani.name]: "Ya. Nama asal menunjukkan mutu yang dijaga bersama, dan hasilnya kembali kepada petani. ",
  [budi.name]: "Tidak perlu, rasa lebih penting. ",
};

/** What those who come by the API know: by the words of a question, and nothing where a word is not there. */
const KNOWLEDGE = [
  { Hasil: "B", prima: ["A", "C"], Bangun: "A", Tentukan: "9", petik: "B", Jodohkan: { 1: "B", 2: "A" } },
  { Hasil: "B", prima: ["A"], Bangun: "B", Tentukan: "sembilan", petik: "S", Jodohkan: { 1: "B", 2: "C" } },
  { Hasil: "C", prima: ["B"], Bangun: "A", petik: "S" },
];

/** What each reaches of what is marked by the key: of 9 points. */
export const MARKED = { [ani.name]: 9, [budi.name]: 4, [others[0].name]: 9, [others[1].name]: 4, [others[2].name]: 1 };

const know = (words) => (question) => Object.entries(words).find(([word]) => question.plain.includes(word))?.[1];

const row = (page, name) => page.locator("tbody tr", { hasText: name });

/** The first section, with a reload in the middle of it. */
async function beginWell(sitter) {
  const { page } = sitter;
  await sitter.start(ani);
  await sitter.question().locator("math").first().waitFor();
  await sitter.choose(1);
  await sitter.next();
  await sitter.choose(0);
  await sitter.choose(2);
  await sitter.next();
  await sitter.choose(0);
  await sitter.place("safe");
  await sitter.inspect();
  await page.reload();
  await sitter.question().waitFor();
  await sitter.goTo(2);
  const chosen = await sitter.question().locator("input").evaluateAll((inputs) => inputs.map((input) => input.checked));
  assert.deepEqual(chosen, [true, false, true, false], "answers are there after a reload");
  await sitter.goTo(4);
  await sitter.question().locator(".short").fill("9");
  await sitter.place("safe");
}

/** The first section, of which some is answered without a network. */
async function beginAway(sitter) {
  const { page, wire } = sitter;
  await sitter.start(budi);
  await sitter.choose(0);
  await sitter.place("safe");
  await page.evaluate(() => navigator.serviceWorker.ready);
  wire.cut();
  await sitter.next();
  await sitter.choose(0);
  await sitter.choose(2);
  await sitter.place("waiting");
  await page.locator(".away-sign").waitFor();
  await sitter.reader.inspect();
  await sitter.next();
  await sitter.choose(0);
}

/** Finishes the section in sight and goes on to the next one. */
async function goOn(sitter) {
  await sitter.finish();
  await sitter.page.locator(".between .button").click();
  await sitter.question().locator(".choice").first().waitFor();
}

async function write(sitter, text) {
  const area = sitter.question().locator("textarea");
  await area.fill(text);
  await sitter.place("safe");
  return area;
}

/** The second section of whoever knows it all; a part of the essay is copied and pasted, which supervisors see. */
async function endWell(sitter) {
  await goOn(sitter);
  await sitter.choose(0);
  await sitter.next();
  for (const [index, label] of ["B", "A"].entries()) await sitter.question().locator("select").nth(index).selectOption(label);
  await sitter.next();
  const area = await write(sitter, ESSAYS[ani.name]);
  await area.press("Control+A");
  await area.press("Control+C");
  await area.press("End");
  await area.press("Control+V");
  await sitter.place("safe");
  assert.equal((await area.inputValue()).trim(), (ESSAYS[ani.name] + ESSAYS[ani.name]).trim());
  await sitter.inspect();
}

/** The second section of whoever knows little. */
async function endAway(sitter) {
  await goOn(sitter);
  await sitter.choose(0);
  await sitter.next();
  await sitter.next();
  await write(sitter, ESSAYS[budi.name]);
}

async function handIn(sitter) {
  await sitter.finish();
  const receipt = await sitter.receipt();
  await sitter.inspect();
  return receipt;
}

/** Does something to whoever is ticked. */
async function act({ reader }, name, fields) {
  await reader.press(`button[value=${name}]`);
  for (const [field, text] of Object.entries(fields)) await reader.page.fill(`main [name=${field}]`, text);
  await reader.press("main .narrow form button[type=submit]");
  await reader.page.getByText("Selesai untuk 1 peserta.").waitFor();
  await reader.press(".actions .button");
}

/** A supervisor sees who works and who is away, and says something to one of them. */
async function watch(supervisor, { first, second }) {
  const { page } = supervisor.reader;
  await row(page, ani.name).getByText("4 dari 7 terjawab").waitFor(SOON);
  await row(page, budi.name).getByText("1 dari 7 terjawab").waitFor(SOON);
  await supervisor.reader.inspect();
  second.wire.mend();
  await second.place("safe");
  // The browser's console told of the cut, which is no fault of the page.
  second.reader.faults = [];
  await row(page, budi.name).getByText("3 dari 7 terjawab").waitFor(SOON);
  await row(page, budi.name).locator("input").check();
  await act(supervisor, "message", { text: "Sepuluh menit lagi." });
  await second.page.locator(".told-line", { hasText: "Sepuluh menit lagi." }).waitFor(SOON);
  await second.page.locator(".told-line button").first().click();
  assert.equal(await first.page.locator(".told-line").count(), 0, "nobody else is told");
}

/** What was pasted is marked, and found by the filter. */
async function seeFlag({ reader }, sitting) {
  const { page } = reader;
  await row(page, ani.name).getByText("Menempel 1").waitFor(SOON);
  await reader.press(".watch-counts a[href*='saring=ditandai']");
  assert.ok((await page.locator("tbody tr").allTextContents()).some((text) => text.includes(ani.name)));
  await reader.press("tbody tr th a");
  await page.locator(".watch-story .flag", { hasText: "Menempel" }).first().waitFor();
  await reader.inspect();
  await reader.goTo(`${sitting}/awasi`);
}

/** @returns {Promise<{ first: import("../lib/sitter.mjs").Sitter, receipt: string }>} whoever knows it all, after the hand-in */
export async function sitAll({ supervisor, open, server }, sitting) {
  const [first, second] = [await open({ language: "id" }), await open({ language: "id", width: 390 })];
  await supervisor.reader.goTo(`${sitting}/awasi`);
  await row(supervisor.reader.page, ani.name).getByText("Terdaftar").waitFor();
  await beginWell(first);
  await beginAway(second);
  await watch(supervisor, { first, second });
  await endWell(first);
  await seeFlag(supervisor, sitting);
  await endAway(second);
  for (const [at, knowledge] of KNOWLEDGE.entries()) await (await Candidate.logIn(server.url, others[at])).sit(know(knowledge));
  await handIn(second);
  const receipt = await handIn(first);
  const handed = supervisor.reader.page.locator(".watch-counts a[href*='saring=selesai'] b");
  await row(supervisor.reader.page, ani.name).getByText("Menunggu penilai").waitFor(SOON);
  await supervisor.reader.goTo(`${sitting}/awasi`);
  assert.equal(await handed.textContent(), "5", "all but one have handed in");
  await supervisor.reader.inspect();
  return { first, receipt };
}
