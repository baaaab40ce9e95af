// The place as its committee keeps it: the first start by the printed link, people, administration.

import { strict as assert } from "node:assert";
import { enter, firstStart, hire } from "../lib/officer.mjs";
import { DESKTOP, PHONE } from "../lib/reader.mjs";

const PASSWORD = "kalimat pendek 1";

async function begin(reader, server) {
  await reader.goTo("/ujian/masuk");
  await reader.inspect();
  await firstStart(reader, server, { username: "bu.ketua", password: PASSWORD, email: "ketua@example.org" });
}

/** Every page about people and the place, as a telephone and a screen show it, in both schemes. */
async function tour(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const first = (selector) => reader.page.locator(selector).first().getAttribute("href");
  await reader.goTo("/ujian/orang");
  const person = await first("main tbody th a");
  await reader.goTo("/ujian/orang/daftar/pangkat");
  const rank = await first("main tbody th a");
  await reader.goTo("/ujian/kelola");
  const admin = await first("main tbody th a");
  const pages = [
    "/ujian/orang", person, `${person}/gabung?q=a`, "/ujian/orang/daftar/pangkat", rank, "/ujian/kelola", admin, "/ujian/kelola/sesi",
    "/ujian/kelola/log", "/ujian/kelola/ruang", "/ujian/kelola/simpan?recordingDays=1&attemptYears=1", "/ujian/sandi",
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

/** An administrator more, who logs in and is sent out again. */
async function suspend(reader, server) {
  const name = `sri.${process.pid}`;
  await enter(reader, "demo.ketua", server.password);
  await hire(reader, { username: name, password: PASSWORD, role: "3" });
  await reader.press("main form[action$='/tangguhkan'] button[type=submit]");
  await reader.inspect();
  await reader.goTo(`/ujian/kelola/log?apa=suspend`);
  assert.ok((await reader.page.locator("main").textContent()).includes(name), "the log says who was suspended");
}

export const stories = [
  { name: "committee: the first start by the printed link", on: "first", kind: { language: "id" }, play: begin },
  { name: "committee: people and administration in every shape", on: "demo", kind: { language: "id" }, play: tour },
  { name: "committee: somebody is hired and suspended", on: "demo", kind: { language: "id", width: DESKTOP }, play: suspend },
];
