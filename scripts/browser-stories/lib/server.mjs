// A server of one's own: a free port, a new folder, and nothing of it left behind.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { openSync, closeSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Milliseconds that a server may take until it answers; filling it with example data is the most of it. */
const PATIENCE = 120_000;

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  await once(listener, "close");
  return port;
}

/**
 * Starts the program and waits until it answers.
 * @param {string} program
 * @param {string[]} flags what `serve` is told beside the address and the folder, which is `FOLDER` in them
 */
export async function startServer(program, flags) {
  const folder = await mkdtemp(join(tmpdir(), "balai-browser."));
  const port = await freePort();
  const log = join(folder, "log");
  const file = openSync(log, "w");
  const words = ["serve", ...flags.map((flag) => flag.replace("FOLDER", folder)), "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")];
  const child = spawn(program, words, { stdio: ["ignore", file, file] });
  closeSync(file);
  const ended = once(child, "exit");

  async function stop() {
    child.kill("SIGTERM");
    const hurry = setTimeout(() => child.kill("SIGKILL"), 10_000);
    if (child.exitCode === null && child.signalCode === null) await ended;
    clearTimeout(hurry);
    await rm(folder, { recursive: true, force: true });
  }

  const url = `http://127.0.0.1:${port}`;
  if (!(await answers(url, child))) {
    const said = await readFile(log, "utf8");
    await stop();
    throw new Error(`the server did not start:\n${said.slice(-3000)}`);
  }
  const said = await readFile(log, "utf8");
  const password = /^ *password +(demo-\S+)/m.exec(said)?.[1] ?? "";
  // By which the first administrator is made, where nobody is one.
  const setup = /^ *(http\S+#kode=\S+)/m.exec(said)?.[1] ?? "";
  const command = (words, input) => runCommand(program, [...words, "--data", join(folder, "data")], input);
  return { url, password, setup, command, stop };
}

/** Runs a command of the program beside the server; it reads what is handed in. */
function runCommand(program, words, input) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, (error, _, said) => (error ? reject(new Error(`${words.join(" ")}: ${said}`)) : resolve()));
    child.stdin.end(input);
  });
}

async function answers(url, child) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
