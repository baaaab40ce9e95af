// A committee prepares an exam: from a document and a list of people to a sitting that lacks nothing.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { rehearse } from "../lib/rehearsal.mjs";

/** The demo's sitting that is over: others may have nobody yet. */
const ENDED = "/ujian/1";
const PAPER = `PAKET: Ujian Masuk ${process.pid}
BAGIAN: Umum
DURASI: 30 menit
1. Ibu kota Prancis?
A. Paris
B. London
KUNCI: A

2. Ibu kota Turki?
A. Ankara
B. Izmir
`;
const PEOPLE = `NIS,Nama\n0071${process.pid},Citra Dewi\n0072${process.pid},Budi Santoso\n`;

const file = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });

/** Every page of the desk, as a telephone and a screen show it, in both schemes. */
async function tour(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const first = (selector) => reader.page.locator(selector).first().getAttribute("href");
  await reader.goTo("/ujian/paket");
  const paper = await first("main tbody th a");
  await reader.goTo(`${ENDED}/peserta`);
  const person = await first("main tbody th a");
  const pages = [
    "/ujian/baru", "/ujian/kalender", "/ujian/suara", `${ENDED}/gladi`, `${ENDED}/rekaman`, ENDED, `${ENDED}/ubah`, `${ENDED}/hapus`, "/ujian/paket", paper, "/ujian/paket/impor", `${ENDED}/peserta/berkas`, person,
  ];
  for (const [width, scheme] of [[PHONE, "light"], [DESKTOP, "light"], [DESKTOP, "dark"]]) {
    await reader.become({ width, scheme });
    for (const page of pages) {
      await reader.goTo(page);
      await reader.inspect();
    }
  }
  return `${pages.length} pages`;
}

/** Tries a document that lacks a key, puts it right, stores and publishes it. Answers the address of the package. */
async function makePackage(reader) {
  const send = async (text) => {
    await reader.page.setInputFiles("#file", file("ujian.txt", "text/plain", text));
    await reader.press("main form:has(#file) button[type=submit]");
    await reader.inspect();
  };
  await reader.goTo("/ujian/paket/impor");
  await send(PAPER);
  assert.ok((await reader.page.locator("main").textContent()).includes("KUNCI"), "what is missing is named");
  await reader.page.locator(".tried .mend").first().click();
  await reader.page.locator(".tried .answered:target", { hasText: "Turki" }).waitFor();
  await reader.goTo("/ujian/paket/impor");
  await send(`${PAPER}KUNCI: A\n`);
  await reader.press("main form:has([name=_simpan]) button[type=submit]");
  await reader.goTo("/ujian/paket");
  await reader.press(`main tbody th a:has-text("Ujian Masuk ${process.pid}")`);
  await reader.press("main form[action$='/terbitkan'] button[type=submit]");
  await reader.page.getByText("Ibu kota Turki?").first().waitFor();
  return reader.path().split("?")[0];
}

/** Plans a sitting of a package in a week; answers its address. */
async function plan(reader, paper) {
  await reader.goTo(`/ujian/baru?paket=${paper.split("/").pop()}`);
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await reader.page.fill("main [name=title]", `Gelombang ${process.pid}`);
  await reader.page.fill("main [name=date]", day);
  await reader.page.fill("main [name=startTime]", "09:00");
  await reader.page.fill("main [name=endTime]", "10:00");
  await reader.press("main form.form button[type=submit]");
  return reader.path().split("?")[0];
}

async function prepare(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const paper = await makePackage(reader);
  const sitting = await plan(reader, paper);
  const missing = () => reader.page.locator(".steps .grave").count();
  assert.equal(await missing(), 1, "nobody sits yet");
  await reader.goTo(`${sitting}/peserta/berkas`);
  await reader.page.setInputFiles("#file", file("peserta.csv", "text/csv", PEOPLE));
  await reader.press("main form:has(#file) button[type=submit]");
  await reader.inspect();
  await reader.press("main form:has([name=_simpan]) button[type=submit]");
  await reader.goTo(`${sitting}/peserta`);
  await reader.page.getByText("Budi Santoso").waitFor();
  await reader.goTo(sitting);
  assert.equal(await missing(), 0, "it can be held");
  await reader.inspect();
  return sitting;
}

async function rehearsed(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  await rehearse(reader, server, ENDED);
}

export const stories = [
  { name: "committee: the desk in every shape", on: "demo", kind: { language: "id" }, play: tour },
  { name: "committee: from a document and a list to a sitting", on: "demo", kind: { language: "id", width: DESKTOP }, play: prepare },
  { name: "committee: a rehearsal is held and removed", on: "demo", kind: { language: "id", width: DESKTOP }, play: rehearsed },
];
