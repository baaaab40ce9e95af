// Somebody who sits an exam: a browser of their own with a folder that outlives it, at the end of a wire that can be cut.

import { strict as assert } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Reader } from "./reader.mjs";
import { wireTo } from "./wire.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-dev-shm-usage",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];

export class Sitter {
  /** @param {string} url @param {{ width?: number, language?: string, scheme?: "light" | "dark" }} kind */
  static async open(url, kind = {}) {
    const sitter = new Sitter();
    sitter.folder = await mkdtemp(join(tmpdir(), "balai-sitter."));
    sitter.wire = await wireTo(url);
    sitter.kind = { width: 1280, language: "en", scheme: "light", scripts: true, ...kind };
    await sitter.launch();
    return sitter;
  }

  /** Opens the browser, with what its folder remembers. */
  async launch() {
    const { width, language, scheme } = this.kind;
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath: process.env.CHROMIUM,
      chromiumSandbox: process.getuid?.() !== 0,
      args: FLAGS,
      viewport: { width, height: 860 },
      locale: language,
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    this.context.setDefaultTimeout(20_000);
    const [page] = this.context.pages();
    this.page = page ?? (await this.context.newPage());
    this.reader = new Reader(this.context, this.page, this.wire.url, this.kind);
    // A page with answers that are not saved asks before it goes; here it may.
    this.page.removeAllListeners("dialog");
    this.page.on("dialog", (dialog) => void dialog.accept());
  }

  /** Ends the browser as a power cut does. */
  async kill() {
    const session = await this.context.newCDPSession(this.page);
    await Promise.race([session.send("Browser.crash").catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 3000))]);
    await this.context.close().catch(() => undefined);
  }

  async close() {
    await this.context.close().catch(() => undefined);
    this.wire.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Nothing on the page is wrong: what axe-core finds, and what the page itself said. Refusals of the API are none of it. */
  async inspect() {
    this.reader.faults = this.reader.faults.filter((fault) => !fault.startsWith("console: Failed to load resource"));
    await this.reader.look();
    await this.reader.inspect();
  }

  async logIn(participant, { takeOver = false } = {}) {
    const { page } = this;
    if (page.url() === "about:blank") await page.goto(`${this.wire.url}/exam`);
    await page.fill("#name", participant.name.toUpperCase());
    await page.fill("#registeredNumber", participant.registeredNumber);
    await page.locator("form.form button[type=submit]").click();
    if (takeOver) await page.locator("dialog .button").first().click();
  }

  /** From the login into the first section. */
  async start(participant) {
    const { page } = this;
    await this.logIn(participant);
    await page.locator(".checks > .actions button").click();
    await this.enter();
  }

  /** From the checked devices into the first section. */
  async enter() {
    const { page } = this;
    const checkIn = page.locator(".lobby-card button[type=submit]");
    await checkIn.or(page.locator(".lobby-card > .button:visible")).first().waitFor();
    if (await checkIn.isVisible()) await checkIn.click();
    await page.locator(".lobby-card > .button:visible").click();
    await page.locator(".question:visible").waitFor();
  }

  question() {
    return this.page.locator(".question:visible");
  }

  next() {
    return this.page.locator(".ways-between > .button:visible").last().click();
  }

  choose(index) {
    return this.question().locator(".choice").nth(index).click();
  }

  /** Where the answer of the question in sight is: safe, waiting, lost. */
  async place(kind) {
    await this.question().locator(`.place.${kind}`).waitFor();
  }

  /** Goes to a question by its number. */
  async goTo(number) {
    await this.page.locator(".numbers .number").nth(number - 1).click();
  }

  /** Asks the API as this browser. */
  ask(path) {
    return this.page.evaluate(async (way) => (await fetch(`/api/v1/exam${way}`)).json(), path);
  }

  /** What the server has of the answers; after the hand-in it has an empty one for each question that has none. */
  async saved() {
    const { answers } = await this.ask("/state");
    return answers.map(({ value }) => value).filter((value) => value !== null);
  }

  async seconds() {
    const text = await this.page.locator(".time").textContent();
    return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  /** Finishes the section in sight. */
  async finish() {
    await this.page.locator(".finish:visible").click();
    await this.page.locator("dialog .button").first().click();
  }

  async receipt() {
    await this.page.locator(".receipt-code code").waitFor({ timeout: 60_000 });
    const code = (await this.page.locator(".receipt-code code").textContent()).replaceAll(" ", "");
    assert.match(code, /^[0-9a-f]{24,}$/);
    return code;
  }
}
