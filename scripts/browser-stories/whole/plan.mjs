// A sitting is planned, its people come from a workbook, and it is rehearsed; then its day has come.

import { strict as assert } from "node:assert";
import { workbook } from "../lib/documents.mjs";
import { rehearse } from "../lib/rehearsal.mjs";

const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Everybody on the list; the last one does not come. */
export const PEOPLE = ["Ani Lestari", "Budi Santoso", "Citra Dewi", "Dewi Anggraini", "Eka Putra", "Fajar Nugroho"].map((name, at) => ({ name, registeredNumber: String(2_027_001 + at) }));

/** A zone in which it is not late in the evening, so that the sitting ends on its day. */
function zoneOfDay() {
  const hour = (timeZone) => Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit" }).format());
  return ["Asia/Jakarta", "UTC"].find((zone) => hour(zone) < 20);
}

/** Day and time of a moment from now, as the form takes them. */
function moment(zone, milliseconds) {
  const [date, time] = new Date(Date.now() + milliseconds).toLocaleString("sv-SE", { timeZone: zone }).split(" ");
  return { date, time: time.slice(0, 5) };
}

async function fill({ page }, fields) {
  for (const [name, text] of Object.entries(fields)) await page.fill(`main [name=${name}]`, text);
}

/** Plans it for tomorrow; answers its address. */
async function plan({ reader }, paper) {
  const { page } = reader;
  const zone = zoneOfDay();
  await reader.goTo(`/ujian/baru?paket=${paper.split("/").pop()}`);
  await fill(reader, { title: "Gelombang pertama", date: moment(zone, 86_400_000).date, startTime: "09:00", endTime: "12:00", description: "Bawa kartu peserta." });
  await page.selectOption("main [name=timeZone]", zone);
  await page.locator("details:has([name='resultPolicy.answers']) summary").click();
  await page.check("[name='resultPolicy.answers']");
  await reader.inspect();
  await reader.press("main form.form button[type=submit]");
  assert.equal(await page.locator(".steps .grave").count(), 1, "nobody sits yet");
  return reader.path().split("?")[0];
}

/** The list of a school: heads of its own, and numbers as numbers in the rows that say so. */
function list(numeric) {
  const rows = PEOPLE.map(({ name, registeredNumber }, at) => [at + 1, numeric.includes(at) ? Number(registeredNumber) : registeredNumber, name, "XII A"]);
  return workbook("Kelas XII", [["SMA Negeri 1"], ["No", "Kode pendaftar", "Calon", "Kelas"], ...rows]);
}

async function send({ reader }, buffer) {
  await reader.page.setInputFiles("#file", { name: "peserta.xlsx", mimeType: EXCEL, buffer });
  await reader.press("main form:has(#file) button[type=submit]");
  await reader.inspect();
}

/** Brings the list: its heads are not known, then a row is wrong, then it is stored. */
async function enrol(chief, sitting) {
  const { reader } = chief;
  const { page } = reader;
  await reader.goTo(`${sitting}/peserta/berkas`);
  await send(chief, list([3]));
  const findings = () => page.locator(".roster-findings li.wrong").allTextContents();
  assert.ok((await findings()).some((text) => text.includes("Kode pendaftar")), "the heads that there are are named");
  if (!(await page.locator("#numberColumn").isVisible())) await page.locator("details:has(#numberColumn) summary").click();
  await fill(reader, { numberColumn: "Kode pendaftar", nameColumn: "Calon" });
  await send(chief, list([3]));
  const [wrong, ...others] = await findings();
  assert.ok(others.length === 0 && /\b6\b/.test(wrong) && wrong.includes(PEOPLE[3].registeredNumber), `the row and what stands there: ${wrong}`);
  assert.equal(await page.inputValue("#numberColumn"), "Kode pendaftar", "what was said of columns stays");
  await send(chief, list([]));
  assert.equal((await page.locator("#hasil .tally dd").allTextContents())[0], String(PEOPLE.length));
  await reader.press("main form:has([name=_simpan]) button[type=submit]");
  await reader.inspect();
  assert.deepEqual(await page.locator("main tbody th a").allTextContents(), PEOPLE.map(({ name }) => name));
  await reader.goTo(sitting);
  assert.equal(await page.locator(".steps .grave").count(), 0, "it can be held");
}

/** The day has come: it began a minute ago. */
async function begin({ reader }, sitting) {
  await reader.goTo(`${sitting}/ubah`);
  const zone = await reader.page.inputValue("main [name=timeZone]");
  const [starts, ends] = [moment(zone, -60_000), moment(zone, 3 * 3_600_000)];
  await fill(reader, { date: starts.date, startTime: starts.time, endTime: ends.time });
  await reader.press("main form.form button[type=submit]");
  await reader.page.locator(".sitting .stage.running").waitFor();
  await reader.inspect();
}

/** @returns {Promise<string>} the address of the sitting, which runs */
export async function makeSitting(chief, server, paper) {
  const sitting = await plan(chief, paper);
  await enrol(chief, sitting);
  await rehearse(chief.reader, server, sitting);
  await begin(chief, sitting);
  return sitting;
}
