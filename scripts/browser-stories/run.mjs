// Starts servers and a browser, plays what was asked for, says what was found, ends what it started.

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { openPost } from "./lib/post.mjs";
import { Reader } from "./lib/reader.mjs";
import { startServer } from "./lib/server.mjs";

const [, , what, program, root] = process.argv;

/** Pages that are worked on at once: two processors have enough with them. */
const AT_ONCE = 3;
/** Milliseconds after which a story hangs; the slowest takes a tenth of it. */
const LONGEST = 400_000;

const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"];

/** Ends in the opposite order what was started, whatever happens in between. */
const started = [];
async function finish() {
  while (started.length > 0) await started.pop()().catch((error) => console.error(error.message));
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void finish().then(() => process.exit(1)));

async function serve(flags) {
  const server = await startServer(program, flags);
  started.push(server.stop);
  return server;
}

/** One that sends letters, and whoever takes them. */
async function serveWithPost() {
  const post = await openPost();
  started.push(post.close);
  const server = await serve(["--smtp", post.url, "--mail-from", "Balai <balai@example.org>"]);
  return { ...server, post };
}

/** What servers are told that stories play on; each is started once, when the first story asks. */
const SERVERS = { demo: ["--demo"], empty: [], first: [], whole: [], hostile: [], moderated: ["--moderate-umkm"], kept: ["--demo", "--backup-folder", "FOLDER/backups"] };
const servers = new Map();
function server(name) {
  if (!servers.has(name)) servers.set(name, name === "letters" ? serveWithPost() : serve(SERVERS[name]));
  return servers.get(name);
}

async function play(browser, story, failures) {
  const begin = Date.now();
  const on = await server(story.on);
  const reader = await Reader.open(browser, on.url, story.kind);
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error(`took longer than ${LONGEST / 1000} s`)), LONGEST).unref());
  const seconds = () => ((Date.now() - begin) / 1000).toFixed(1);
  try {
    const told = await Promise.race([story.play(reader, on), late]);
    console.log(`  ok     ${story.name}: ${told ? `${told}, ` : ""}${seconds()} s`);
  } catch (error) {
    failures.push(story.name);
    console.log(`  FAILED ${story.name} at ${reader.page.url()} after ${seconds()} s\n${error.stack}`);
    const picture = join(root, "target/browser/failed", `${story.name.replaceAll(/\W+/g, "-")}.png`);
    await reader.page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
  } finally {
    await reader.close();
  }
}

async function check(browser) {
  const parts = await Promise.all(["whole", "tour", "slow", "exam", "exam-devices", "committee-supervise", "committee-rate", "committee-results", "committee-pages", "committee-prepare", "committee-formats", "committee-handbook", "committee-bank", "committee-office", "producer", "hostile", "account", "account-letters", "shopper", "market", "inbox", "admin", "catalog", "moderation"].map((name) => import(`./stories/${name}.mjs`)));
  const only = process.env.ONLY ?? "";
  const waiting = parts.flatMap((part) => part.stories).filter((story) => story.name.includes(only));
  const failures = [];
  const worker = async () => {
    for (let story; (story = waiting.shift()); ) await play(browser, story, failures);
  };
  const count = waiting.length;
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(`${count - failures.length} of ${count} stories went well. Pictures of the others are in target/browser/failed.`);
  return failures.length === 0;
}

async function main() {
  await rm(join(root, "target/browser/failed"), { recursive: true, force: true });
  await mkdir(join(root, "target/browser/failed"), { recursive: true });
  // Root may not use the browser's own sandbox.
  const chromiumSandbox = process.getuid?.() !== 0;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox, args: FLAGS });
  started.push(() => browser.close());
  if (what === "check") return check(browser);
  const { run } = await import(`./${what}.mjs`);
  return run(browser, { serve, root });
}

let isWell = false;
try {
  isWell = await main();
} catch (error) {
  console.error(error.stack);
}
await finish();
process.exit(isWell ? 0 : 1);
