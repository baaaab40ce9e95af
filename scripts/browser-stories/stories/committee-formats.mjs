// Packages come in from other programs and go out: a quiz, a table of any shape, a paper for desks, sounds.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { DESKTOP, PHONE } from "../lib/reader.mjs";

const QUIZ = `<?xml version="1.0" encoding="UTF-8"?>
<quiz><balai title="Kuis Moodle ${process.pid}"/>
<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>Ibu kota <b>Turki</b>? \\(\\frac{1}{2}\\)</p>]]></text></questiontext>
<single>true</single><answer fraction="100" format="html"><text>Ankara</text></answer><answer fraction="0" format="html"><text>Izmir</text></answer></question>
<question type="ddmarker"><questiontext format="html"><text>Seret</text></questiontext></question></quiz>`;
const TABLE = `Nr;Was;Pilihan ke A;Pilihan ke B;Kunci resmi\n1;Ibu kota Prancis ${process.pid}?;Paris;London;A\n`;

const file = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });

/** A second of silence, eight bits a sample. */
function silence() {
  const wav = Buffer.alloc(8044, 0x80);
  wav.write("RIFF");
  wav.writeUInt32LE(8036, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(8000, 40);
  return wav;
}

async function choose(reader, what, title = "") {
  await reader.goTo("/ujian/paket/impor");
  await reader.page.fill("#title", title);
  await reader.page.setInputFiles("#file", what);
  await reader.press("main form:has(#file) button[type=submit]");
  await reader.inspect();
}

async function store(reader) {
  await reader.press("main form:has([name=_simpan]) button[type=submit]");
  await reader.inspect();
  await reader.press("main .actions a.button:not(.quiet)");
  return reader.path().split("?")[0];
}

/** A quiz of Moodle becomes a package, which is printed. */
async function quiz(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  await choose(reader, file("kuis.xml", "application/xml", QUIZ));
  assert.ok((await reader.page.locator("#hasil").textContent()).includes("Moodle"), "what was left out is told");
  const paper = await store(reader);
  for (const width of [DESKTOP, PHONE]) {
    await reader.become({ width });
    await reader.goTo(`${paper}/cetak?pilih=1&sampul=ya&kolom=ya&lembar=ya&kunci=ya`);
    await reader.page.locator(".paper-key").waitFor();
    assert.equal(await reader.page.locator(".paper-questions math").count(), 1, "formulas are formulas");
    await reader.inspect();
  }
  return paper;
}

/** Somebody says what the columns of a table are. */
async function table(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  await choose(reader, file("tabel.csv", "text/csv", TABLE), `Tabel ${process.pid}`);
  await reader.page.selectOption("[name=kolom-0-B]", "question");
  await reader.become({ width: PHONE });
  await reader.inspect();
  await reader.press("#kolom form button[type=submit]");
  await reader.page.locator("main form:has([name=_simpan])").waitFor();
  await reader.inspect();
}

/** Sounds are sent together, and a table tells what is missing. */
async function sounds(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const text = `PAKET: Simak ${process.pid}\nBAGIAN: Menyimak\nDURASI: 5 menit\n1. Apa? [Audio: satu.wav]\nA. ya\nB. tidak\nKUNCI: A\n2. Siapa? [Audio: dua.wav]\nA. ya\nB. tidak\nKUNCI: B\n`;
  await choose(reader, file("simak.txt", "text/plain", text));
  const paper = await store(reader);
  await reader.goTo(`${paper}/suara`);
  await reader.inspect();
  const named = (name) => ({ name, mimeType: "audio/wav", buffer: silence() });
  await reader.page.setInputFiles("#file", [named("satu.wav"), named("lain.wav")]);
  await reader.press("main form.form button[type=submit]");
  assert.equal(await reader.page.locator("main .stage.running").count(), 1, "one of two is there");
  await reader.become({ width: PHONE });
  await reader.inspect();
}

export const stories = [
  { name: "committee: a quiz of Moodle is imported and printed", on: "demo", kind: { language: "id", width: DESKTOP }, play: quiz },
  { name: "committee: the columns of a table are chosen", on: "demo", kind: { language: "id", width: DESKTOP }, play: table },
  { name: "committee: the sounds of a package are sent", on: "demo", kind: { language: "id", width: DESKTOP }, play: sounds },
];
