// @ts-check
// Works beside the page, so that somebody can go on writing meanwhile.

import { solve } from "./proof.js";

const worker = /** @type {any} */ (globalThis);
worker.onmessage = (/** @type {MessageEvent<{ challenge: string, difficulty: number }>} */ event) =>
  worker.postMessage(solve(event.data.challenge, event.data.difficulty));
