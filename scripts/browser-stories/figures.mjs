// What pages weigh and how fast they show on a slow telephone: a processor four times slower, 1.6 Mbit/s, 150 ms until anything
// comes. Sizes and movement have limits; times are told and not judged, since they depend on the machine.

import { strict as assert } from "node:assert";
import { Reader } from "./lib/reader.mjs";
import { countBytes, MOST_BYTES, MOST_SHIFT, readPaint, scrollThrough } from "./lib/sizes.mjs";
import { logIn } from "./lib/steps.mjs";

const SLOWER = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const ROUNDS = 3;

/** What is measured; a function finds an address on the page that was last there. */
const PAGES = [
  ["first page", "/"],
  ["search results", "/cari?q=kopi"],
  ["product", (page) => page.locator("main .card h3 a").first().getAttribute("href")],
  ["maker", (page) => page.locator("a.maker").first().getAttribute("href")],
  ["producer's console", "/usaha"],
  ["labels", (page) => page.locator("table.goods a[href$='/label']").first().getAttribute("href")],
  ["form of a new product", "/usaha/produk/baru"],
  ["account", "/akun"],
];

/** Opens an address as if for the first time, on a slow telephone. */
async function measure(reader, path) {
  const page = await reader.context.newPage();
  const session = await reader.context.newCDPSession(page);
  const bytes = await countBytes(session);
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  // Pictures that are loaded lazily may be the largest thing.
  await page.goto(new URL(path, reader.url).href, { waitUntil: "networkidle" });
  const { largest } = await readPaint(page);
  await scrollThrough(page);
  await page.waitForLoadState("networkidle");
  const { shift } = await readPaint(page);
  const taken = bytes.take();
  assert.ok(taken.page < MOST_BYTES, `${path} has ${taken.page} bytes without its pictures`);
  assert.ok(shift < MOST_SHIFT, `${path} moves by ${shift.toFixed(3)} while it comes`);
  return { page, largest, shift, bytes: taken.page, pictures: taken.pictures };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

/** A row for each page, with the median of some rounds. */
export async function measurePages(reader, server, rounds) {
  await reader.goTo("/masuk");
  await logIn(reader, "cut.meurah", server.password);
  const rows = [];
  let last = reader.page;
  for (const [name, where] of PAGES) {
    const path = typeof where === "string" ? where : await where(last);
    const taken = [];
    for (let round = 0; round < rounds; round += 1) {
      if (last !== reader.page) await last.close();
      taken.push(await measure(reader, path));
      last = taken.at(-1).page;
    }
    const of = (key) => median(taken.map((one) => one[key]));
    rows.push({ name, bytes: of("bytes"), pictures: of("pictures"), largest: of("largest"), shift: of("shift") });
  }
  return rows;
}

/** Prints the table of docs/benchmarks.md. */
export async function run(browser, { serve }) {
  const server = await serve(["--demo"]);
  const reader = await Reader.open(browser, server.url, { language: "en" });
  const rows = await measurePages(reader, server, ROUNDS);
  console.log("| page | kB without pictures | kB of pictures | largest paint | moved |\n|---|---|---|---|---|");
  for (const { name, bytes, pictures, largest, shift } of rows) {
    console.log(`| ${name} | ${kilobytes(bytes)} | ${kilobytes(pictures)} | ${Math.round(largest)} ms | ${shift.toFixed(3)} |`);
  }
  return true;
}
