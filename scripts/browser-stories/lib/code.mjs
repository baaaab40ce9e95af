// Reading the code on a label as a camera does: from the pixels of a picture.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const jsqr = readFileSync(createRequire(import.meta.url).resolve("jsqr/dist/jsQR.js"), "utf8");

/**
 * What the code in a picture says. A browser takes the picture apart, on a page of its own.
 * @param {import("playwright-core").Browser} browser
 * @param {Buffer} png
 * @returns {Promise<string | undefined>}
 */
export async function readCode(browser, png) {
  const page = await browser.newPage();
  await page.addScriptTag({ content: jsqr });
  const said = await page.evaluate(async (bytes) => {
    const blob = await (await fetch(`data:image/png;base64,${bytes}`)).blob();
    const picture = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
    return globalThis.jsQR(data, width, height)?.data;
  }, png.toString("base64"));
  await page.close();
  return said;
}
