// Pieces of recordings, the work of registering, failures that may pass.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Refused, Unreachable, backOff } from "../assets/api.js";
import { ChunkLine } from "../assets/chunks.js";
import { Live } from "../assets/live.js";
import { leadingZeros, sha256, solve } from "../assets/proof.js";
import { chosenTitles, titleLists } from "../assets/titles.js";

/** Takes pieces, after some failures. */
function recordings(failures = []) {
  const held = new Map();
  const waits = [];
  const api = {
    putBytes: async (path, blob, { headers }) => {
      const failure = failures.shift();
      if (failure) throw failure;
      held.set(Number(path.split("/").pop()), { text: await blob.text(), digest: headers["X-Content-SHA256"] });
    },
    post: async (path, body) => ({ path, body }),
    get: async () => ({ chunks: [...held.keys()].map((seq) => ({ seq })) }),
  };
  return { held, waits, line: (more) => new ChunkLine({ api, path: "/recordings/3", random: () => 1, pause: async (time) => void waits.push(time), ...more }) };
}

test("pieces arrive in order with their digests, whatever the network does", async () => {
  const server = recordings([new Unreachable(), new Refused(503, {}, 5000)]);
  const line = server.line();
  for (const text of ["one", "two", "three"]) line.add(new Blob([text]));
  const done = await line.finish();
  assert.deepEqual([...server.held.keys()], [0, 1, 2]);
  assert.equal(server.held.get(1).digest, createHash("sha256").update("two").digest("hex"));
  assert.deepEqual(done, { path: "/recordings/3/complete", body: { chunks: 3 } });
  assert.deepEqual(server.waits, [1000, 5000]);
});

test("video waits while the gate is shut", async () => {
  const server = recordings();
  let open = () => {};
  const line = server.line({ gate: () => new Promise((resolve) => (open = resolve)) });
  line.add(new Blob(["one"]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(server.held.size, 0);
  open();
  await line.finish();
  assert.equal(server.held.size, 1);
});

test("what the server holds is not sent again", async () => {
  const server = recordings();
  server.held.set(0, {});
  const line = server.line();
  await line.restore([new Blob(["one"]), new Blob(["two"])]);
  assert.deepEqual((await line.finish()).body, { chunks: 2 });
  assert.deepEqual(server.held.get(0), {});
  assert.equal(server.held.get(1).text, "two");
});

test("a queue that grows too large gives up its oldest pieces and says so", async () => {
  const server = recordings();
  let lost = 0;
  const line = server.line({ most: 10, onLost: () => (lost += 1), gate: () => new Promise(() => {}) });
  for (let count = 0; count < 5; count += 1) line.add(new Blob(["1234"]));
  assert.equal(lost, 3);
  assert.equal(line.count, 5);
  line.stop();
});

test("a refusal that lasts is told", async () => {
  const server = recordings([new Refused(413, {}, 0)]);
  const line = server.line();
  line.add(new Blob(["one"]));
  await assert.rejects(line.finish(), Refused);
});

test("digests are those of SHA-256 at every length", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const bytes = new Uint8Array(length).fill(97);
    const own = Array.from(sha256(bytes), (word) => word.toString(16).padStart(8, "0")).join("");
    assert.equal(own, createHash("sha256").update(bytes).digest("hex"), `${length} bytes`);
  }
});

test("the work is done when enough bits are zero", () => {
  const answer = solve("a.challenge", 12);
  assert.ok(answer.startsWith("a.challenge:"));
  const digest = createHash("sha256").update(answer).digest();
  assert.equal(digest[0], 0);
  assert.ok(digest[1] < 16);
  assert.equal(leadingZeros(Uint32Array.of(0, 1)), 63);
});

test("attempts grow apart and never fall together", () => {
  assert.deepEqual([0, 1, 2, 9].map((failures) => backOff(failures, undefined, () => 1)), [1000, 2000, 4000, 30_000]);
  assert.equal(backOff(2, undefined, () => 0), 2000);
  assert.equal(backOff(0, new Refused(429, {}, 7000), () => 0), 7000);
});

test("a stream tells each event once and comes back after a refusal", async () => {
  const sources = [];
  const open = () => {
    const source = Object.assign(new EventTarget(), { readyState: 1, close: () => (source.readyState = 2) });
    sources.push(source);
    return source;
  };
  const told = [];
  const live = new Live({ url: "/events", open, onOpen: () => {}, onTold: ({ name, data }) => told.push([name, data.text]) });
  const say = (name, data) => sources.at(-1).dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data), lastEventId: "" }));
  say("message", { id: 1, text: "hello" });
  say("message", { id: 1, text: "hello" });
  say("extend", { id: 1 });
  sources[0].readyState = 2;
  sources[0].onerror();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal(sources.length, 2);
  say("message", { id: 2, text: "again" });
  assert.deepEqual(told, [["message", "hello"], ["extend", undefined], ["message", "again"]]);
  live.end();
});

test("a form offers the lists that its link asks for, and sends what was chosen", () => {
  const choices = { rankId: [{ id: 2, title: "Brigadir" }], unitId: [], positionId: [{ id: 5, title: "Kepala" }] };
  const lists = titleLists({ fields: ["name", "registeredNumber", "positionId", "rankId", "unitId", "toString"], choices });
  assert.deepEqual(lists, [
    { name: "positionId", label: "exam-position", choices: choices.positionId },
    { name: "rankId", label: "exam-rank", choices: choices.rankId },
  ]);
  // What is not asked for is not shown, and an older server offers nothing.
  assert.deepEqual(titleLists({ fields: ["name"], choices }), []);
  assert.deepEqual(titleLists({ fields: ["name", "rankId"] }), []);
  assert.deepEqual(titleLists({}), []);
  const values = [["rankId", "2"], ["unitId", ""], ["name", "3"]];
  assert.deepEqual(chosenTitles(/** @type {[string, string][]} */ (values)), { rankId: 2 });
});
