// The pictures of the handbook, drawn from the example data in Indonesian, so that they can be drawn again when pages change.

import { strict as assert } from "node:assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Staff, makeExam } from "./lib/exam.mjs";
import { enter } from "./lib/officer.mjs";
import { Reader } from "./lib/reader.mjs";
import { Sitter } from "./lib/sitter.mjs";

const MOST_BYTES = 60_000;
/** Tried in turn until the picture is small enough. */
const QUALITIES = [80, 65, 50, 35];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1100, height: 760 };

/** The demo's exam that is over. */
const ENDED = "/ujian/1";
/** A paper with two mistakes of the kind that people make. */
const PAPER = `PAKET: Ujian Tengah Semester
BAGIAN: Pengetahuan umum
DURASI: 30 menit
1. Ibu kota Provinsi Aceh?
A. Banda Aceh
B. Medan
C. Padang
KUNCI: A

2. Danau terbesar di Indonesia?
A. Danau Toba
B. Danau Maninjau

3. Kopi Gayo tumbuh di sekitar danau apa?
A. Laut Tawar
B. Singkarak
KUNCI: C
`;

async function draw(page, folder, name) {
  const session = await page.context().newCDPSession(page);
  await page.waitForTimeout(600);
  for (const quality of QUALITIES) {
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality });
    const bytes = Buffer.from(data, "base64");
    if (bytes.length > MOST_BYTES) continue;
    await writeFile(join(folder, `${name}.webp`), bytes);
    console.log(`${name}.webp: ${(bytes.length / 1000).toFixed(0)} kB`);
    return;
  }
  assert.fail(`${name} has more than ${MOST_BYTES} bytes at every quality`);
}

/** Somebody at the desk, and how to draw what they see. */
async function sitDown(browser, server, username, folder) {
  const reader = await Reader.open(browser, server.url, { language: "id" });
  await reader.page.setViewportSize(DESK);
  await enter(reader, username, server.password);
  const show = async (name, path) => {
    if (path) await reader.goTo(path);
    await draw(reader.page, folder, name);
  };
  const first = (selector) => reader.page.locator(selector).first().getAttribute("href");
  return { reader, page: reader.page, show, first };
}

/** What the committee sees before an exam and after it. */
async function ofCommittee({ reader, page, show, first }) {
  await show("way", ENDED);
  await show("schedule", "/ujian/baru");
  await reader.goTo("/ujian/paket/impor");
  await page.setInputFiles("#file", { name: "soal.txt", mimeType: "text/plain", buffer: Buffer.from(PAPER) });
  await reader.press("main form:has(#file) button[type=submit]");
  await show("import");
  await reader.goTo("/ujian/paket");
  await reader.goTo(await first("main tbody th a"));
  await show("publish");
  await reader.goTo(await first("main a[href^='/ujian/soal/']"));
  await show("write");
  await show("participants", `${ENDED}/peserta`);
  await show("cards", `${ENDED}/kartu`);
  await show("figures", `${ENDED}/hasil/soal`);
  await show("release", `${ENDED}/hasil/umumkan`);
}

/** What a supervisor sees while an exam runs. */
async function ofSupervisor({ reader, page, show, first }) {
  const running = await first(".sittings li:has(.stage.running) h3 a");
  await show("board", `${running}/awasi`);
  await page.locator("input[name=siapa]").first().check();
  await reader.press("#pilih button[value=extend]");
  await show("act");
}

/** What a participant sees, on a telephone. */
async function ofParticipant(server, folder) {
  const { participants } = await makeExam(await Staff.logIn(server), { people: ["Ani Lestari"], only: "reading", event: { recordVideo: false } });
  const sitter = await Sitter.open(server.url, { language: "id" });
  try {
    const { page } = sitter;
    await page.setViewportSize(PHONE);
    await page.goto(`${sitter.wire.url}/exam`);
    await page.locator("form.form").waitFor();
    await draw(page, folder, "enter");
    await sitter.logIn(participants[0]);
    await page.locator(".checks").waitFor();
    await draw(page, folder, "devices");
    await page.locator(".checks > .actions button").click();
    await sitter.enter();
    await sitter.choose(1);
    await sitter.place("safe");
    await draw(page, folder, "answer");
  } finally {
    await sitter.close();
  }
}

export async function run(browser, { serve, root }) {
  const folder = join(root, "docs/handbook/images");
  await mkdir(folder, { recursive: true });
  const server = await serve(["--demo"]);
  const sit = (username) => sitDown(browser, server, username, folder);
  await ofCommittee(await sit("demo.ketua"));
  await ofSupervisor(await sit("demo.pengawas"));
  const rater = await sit("demo.penilai");
  await rater.show("mark", `${ENDED}/nilai`);
  await ofParticipant(server, folder);
  return true;
}
