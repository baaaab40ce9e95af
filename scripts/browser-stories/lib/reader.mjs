// Somebody with a screen, a language, a colour scheme, with scripts or without; and what may never happen to them.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const PHONE = 360;
export const DESKTOP = 1280;
const HEIGHTS = { [PHONE]: 780, [DESKTOP]: 860 };

/** Nothing that a page does is on its way: neither what it loads nor what it moves. */
const SETTLED = { waitUntil: "load" };

/**
 * @typedef {{ width?: number, language?: string, scheme?: "light" | "dark", scripts?: boolean }} Kind
 */

export class Reader {
  /** What went wrong behind the page's back, in words. */
  faults = [];

  constructor(context, page, url, kind) {
    Object.assign(this, { context, page, url, kind });
    page.on("console", (message) => {
      if (message.type() === "error" && !isAnswerOfPage(message, page)) this.faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.faults.push(`script: ${error.message}`));
    page.on("dialog", (dialog) => {
      this.faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** @param {Kind} kind */
  static async open(browser, url, kind) {
    const { width = PHONE, language = "id", scheme = "light", scripts = true } = kind;
    const context = await browser.newContext({
      viewport: { width, height: HEIGHTS[width] },
      locale: language,
      colorScheme: scheme,
      javaScriptEnabled: scripts,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(20_000);
    // Heard where scripts run; the console tells it as well, in words that differ from version to version.
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`),
      );
    });
    return new Reader(context, await context.newPage(), url, { width, language, scheme, scripts });
  }

  close() {
    return this.context.close();
  }

  /** Opens an address of the server, and looks. */
  async goTo(path) {
    await this.page.goto(new URL(path, this.url).href, SETTLED);
    await this.look();
  }

  /** Presses something that leads to another page, and looks there. */
  async press(selector) {
    const arrived = Promise.race([this.page.waitForEvent("load"), this.partArrives()]);
    await Promise.all([arrived, this.page.locator(selector).first().click()]);
    await this.look();
  }

  /** Waits for a form that a script sent and that came back in place; never ends on a page that is left. */
  async partArrives() {
    if (!this.kind.scripts) return new Promise(() => {});
    const came = () => new Promise((resolve) => document.addEventListener("part", () => resolve(true), { once: true }));
    return this.page.evaluate(came).catch(() => new Promise(() => {}));
  }

  /** The page's path and query. */
  path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** What holds of every page, whatever is on it. */
  async look() {
    const seen = await this.page.evaluate(() => ({
      language: document.documentElement.lang,
      beside: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      headings: document.querySelectorAll("h1").length,
      title: document.title,
    }));
    const where = this.path();
    assert.ok(seen.beside <= 0, `${where} scrolls sideways by ${seen.beside} px at ${this.kind.width} px`);
    assert.equal(seen.language, this.kind.language, `the language of ${where}`);
    assert.equal(seen.headings, 1, `${where} has one main heading`);
    assert.ok(seen.title, `${where} has a title`);
    assert.deepEqual(this.faults, [], `what happened on ${where}`);
  }

  /** No violation that axe-core knows to find, where scripts run: it is one. */
  async inspect(rules = RULES) {
    if (!this.kind.scripts) return;
    await this.page.evaluate(axe);
    const violations = await this.page.evaluate(async (tags) => {
      const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(" | ")}`);
    }, rules);
    assert.deepEqual(violations, [], `axe-core on ${this.path()}, ${this.kind.width} px, ${this.kind.scheme}`);
  }

  /** Turns the screen into another one. */
  async become({ width = this.kind.width, scheme = this.kind.scheme }) {
    this.kind = { ...this.kind, width, scheme };
    await this.page.setViewportSize({ width, height: HEIGHTS[width] });
    await this.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  }
}

/** Browsers tell a page's own status of 404 or 422 as an error, too; that of a picture is one. */
function isAnswerOfPage(message, page) {
  return message.text().startsWith("Failed to load resource") && message.location().url === page.url();
}
