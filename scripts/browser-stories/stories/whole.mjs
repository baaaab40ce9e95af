// A committee holds an exam on an empty server, with nothing but the browser: from the printed link to the files that it takes home.
// Only some of those who sit come by the API, as a program of theirs would.

import { join } from "node:path";
import { enter, firstStart, hire } from "../lib/officer.mjs";
import { DESKTOP, Reader } from "../lib/reader.mjs";
import { Sitter } from "../lib/sitter.mjs";
import { takeHome } from "../whole/files.mjs";
import { makePaper } from "../whole/paper.mjs";
import { PEOPLE, makeSitting } from "../whole/plan.mjs";
import { rateEverything } from "../whole/rate.mjs";
import { TOTALS, tellResults, written } from "../whole/results.mjs";
import { sitAll } from "../whole/sit.mjs";

const PASSWORD = "kalimat pendek 1";
/** Whom the chief lets in, by their names, with the numbers of their roles. */
const STAFF = { "pak.awas": "3", "bu.nilai": "4", "pak.nilai": "4" };

/** Everybody whom a story opens a browser for; whatever happens, these are closed. */
class House {
  #open = [];

  constructor(reader, server) {
    this.chief = { reader };
    this.server = server;
  }

  /** A browser of somebody of the committee who has logged in. */
  async admit(username) {
    const reader = await Reader.open(this.chief.reader.context.browser(), this.server.url, { width: DESKTOP, language: "id" });
    this.#open.push(reader);
    await enter(reader, username, PASSWORD);
    return { reader };
  }

  /** A browser of somebody who sits. */
  open = async (kind) => {
    const sitter = await Sitter.open(this.server.url, kind);
    this.#open.push(sitter);
    return sitter;
  };

  async draw() {
    for (const [index, { page }] of this.#open.entries()) {
      await page.screenshot({ path: join("target/browser/failed", `whole-${index + 1}.png`), timeout: 5000 }).catch(() => undefined);
    }
  }

  async close() {
    for (const one of this.#open) await one.close();
  }
}

async function hold(house) {
  const { chief, server } = house;
  await firstStart(chief.reader, server, { username: "bu.ketua", password: PASSWORD, email: "ketua@example.org" });
  for (const [username, role] of Object.entries(STAFF)) await hire(chief.reader, { username, password: PASSWORD, role });
  const paper = await makePaper(chief);
  const sitting = await makeSitting(chief, server, paper);
  const [supervisor, ...raters] = await Promise.all(Object.keys(STAFF).map((username) => house.admit(username)));
  const { first } = await sitAll({ supervisor, open: house.open, server }, sitting);
  await rateEverything({ chief, raters }, sitting);
  await tellResults({ chief, first }, sitting);
  await takeHome({ chief }, { paper, sitting });
  return `${PEOPLE.length} people, ${written(TOTALS[PEOPLE[0].name])} points`;
}

async function play(reader, server) {
  const house = new House(reader, server);
  try {
    return await hold(house);
  } catch (error) {
    await house.draw();
    throw error;
  } finally {
    await house.close();
  }
}

export const stories = [{ name: "committee: an exam from the first start to the last file", on: "whole", kind: { language: "id", width: DESKTOP }, play }];
