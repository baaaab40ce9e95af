// Somebody writes questions: with marks, formulas and keys, looks at them as participants do, and loses nothing that was typed.

import { strict as assert } from "node:assert";
import { enter } from "../lib/officer.mjs";
import { DESKTOP, PHONE } from "../lib/reader.mjs";

/** A package of its own with a section; answers its address. */
async function makePackage(reader, title) {
  await reader.goTo("/ujian/paket");
  await reader.page.fill("main form.form [name=title]", title);
  await reader.press("main form.form button[type=submit]");
  const paper = reader.path().split("?")[0];
  await reader.page.fill("main form[action$='/bagian'] [name=title]", `Aljabar ${process.pid}`);
  await reader.page.fill("main form[action$='/bagian'] [name=duration]", "30");
  await reader.press("main form[action$='/bagian'] button[type=submit]");
  return paper;
}

/** Writes a question with the toolbar, sees it as participants do while typing, and saves it. */
async function write(reader, paper) {
  const { page } = reader;
  await reader.goTo(paper);
  await reader.press("#bagian tbody a.button");
  await page.fill("#question", "Berapa 2");
  await page.press("#question", "End");
  await page.locator(".bank-text .bank-tools button").nth(3).click();
  await page.keyboard.type("3");
  assert.equal(await page.inputValue("#question"), "Berapa 2<sup>3</sup>");
  await page.locator("#pratinjau sup").first().waitFor();
  await page.fill("[id='pilihan.0']", "enam");
  await page.fill("[id='pilihan.1']", "delapan");
  await page.check("[name=benar][value='1']");
  await page.press("[id='pilihan.1']", "Alt+ArrowUp");
  assert.equal(await page.inputValue("[id='pilihan.0']"), "delapan");
  assert.ok(await page.isChecked("[name=benar][value='0']"), "the key goes along with its option");
  await page.locator("#pratinjau .bank-choices li").nth(1).waitFor();
  await reader.inspect();
  await reader.press(".bank-save button:not([name])");
  assert.match(reader.path(), /^\/ujian\/soal\/\d+/, "it is stored");
}

/** What is typed and not saved is there after a reload, and is offered. */
async function loseNothing(reader) {
  const { page } = reader;
  await page.fill("#question", "Ketikan yang belum disimpan");
  await page.waitForTimeout(1_200);
  await page.reload();
  await page.locator("[data-kept]").waitFor();
  await reader.press("[data-kept-take]");
  assert.equal(await page.inputValue("#question"), "Ketikan yang belum disimpan");
  await reader.press(".bank-save button:not([name])");
  await page.reload();
  assert.ok(await page.locator("[data-kept]").isHidden(), "what is saved is not offered again");
}

async function writeQuestions(reader, server) {
  await enter(reader, "demo.ketua", server.password);
  const paper = await makePackage(reader, `Bank ${process.pid}`);
  await write(reader, paper);
  await loseNothing(reader);
  const question = reader.path().split("?")[0];
  const shapes = [[PHONE, "light"], [DESKTOP, "light"], [DESKTOP, "dark"]];
  for (const [width, scheme] of shapes) {
    await reader.become({ width, scheme });
    for (const path of [paper, question, `${paper}/bacaan`, `${paper}/bacaan/baru`, `${paper}/ubah`, `${paper}/terbit`, "/ujian/soal"]) {
      await reader.goTo(path);
      await reader.inspect();
    }
  }
  return question;
}

export const stories = [
  { name: "committee: writing questions", on: "demo", kind: { language: "id", width: DESKTOP }, play: writeQuestions },
];
