// The pictures at the top of the README, drawn from the example data, so that they can be drawn again when pages change.

import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Reader } from "./lib/reader.mjs";
import { logIn } from "./lib/steps.mjs";

const MOST_BYTES = 150_000;
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

const first = (selector) => async (page) => page.locator(selector).first().getAttribute("href");

/** Name of the file, its screen, and where it is: an address, or a link on the page before. */
const PICTURES = [
  { name: "home", screen: DESKTOP, where: () => "/" },
  { name: "home-phone", screen: PHONE, where: () => "/" },
  { name: "product-phone", screen: PHONE, where: first("main .card h3 a") },
  { name: "console", screen: DESKTOP, where: () => "/usaha" },
  { name: "label", screen: DESKTOP, where: first("table.goods a[href$='/label']") },
];

/** What those who hold exams see, for whom one logs in once more. */
const OF_EXAMS = [{ name: "supervise", screen: DESKTOP, where: first("a[href$='/awasi']") }];

async function draw(session, file) {
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  const bytes = Buffer.from(data, "base64");
  assert.ok(bytes.length < MOST_BYTES, `${file} has ${bytes.length} bytes`);
  await writeFile(file, bytes);
  console.log(`${file}: ${(bytes.length / 1000).toFixed(0)} kB`);
}

export async function run(browser, { serve, root }) {
  const server = await serve(["--demo"]);
  const reader = await Reader.open(browser, server.url, { language: "en" });
  await reader.goTo("/masuk");
  await logIn(reader, "cut.meurah", server.password);
  const { page } = reader;
  const session = await reader.context.newCDPSession(page);
  const drawAll = async (pictures) => {
    for (const { name, screen, where } of pictures) {
      const path = await where(page);
      await page.setViewportSize(screen);
      await page.goto(new URL(path, server.url).href, { waitUntil: "load" });
      await page.waitForTimeout(1000);
      await draw(session, join(root, "docs/images", `${name}.webp`));
    }
  };
  await drawAll(PICTURES);
  await reader.goTo("/ujian/masuk");
  await logIn(reader, "demo.pengawas", server.password);
  await page.goto(new URL(await first(".sittings h3 a")(page), server.url).href);
  await drawAll(OF_EXAMS);
  return true;
}
