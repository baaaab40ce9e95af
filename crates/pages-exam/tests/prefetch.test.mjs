// The next section before it opens: when it is fetched, what opens it, and what happens where nothing does.

import { strict as assert } from "node:assert";
import { createCipheriv, randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Refused, Unreachable } from "../assets/api.js";
import { ServerClock } from "../assets/clock.js";
import { Prefetch, ahead, canOpen, unseal } from "../assets/prefetch.js";
import { Seat } from "../assets/seat.js";
import { memoryVault } from "../assets/vault.js";

const MINUTE = 60_000;
const paperOf = (n) => ({ section: { n, title: "Bacaan" }, passages: [], questions: [{ id: 1, type: "essay", text: "<p>é</p>" }] });

/** What the server does: gzip, a length, zeros up to the next 4 KiB, AES-256-GCM. */
function seal(paper, key) {
  const content = gzipSync(JSON.stringify(paper));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const padding = Buffer.alloc(4096 - ((1 + 12 + 4 + content.length + 16) % 4096));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(Buffer.concat([length, content, padding])), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([Buffer.from([1]), nonce, text]);
}

/** A server that has sealed sections and open ones, and remembers what it was asked. */
class Papers {
  key = randomBytes(32);
  asked = [];
  troubles = [];
  post = async () => ({});
  getFile = async (path) => {
    this.asked.push(path);
    const trouble = this.troubles.shift();
    if (trouble) throw trouble;
    const n = Number(path.split("=")[1]);
    return { blob: new Blob([seal(paperOf(n), this.key)]), headers: new Headers() };
  };
  get = async (path) => {
    this.asked.push(path);
    return { ...paperOf(Number(path.split("=")[1])), isOpen: true };
  };
  get told() {
    return this.key.toString("base64url");
  }
}

const begin = ({ api = new Papers(), vault = memoryVault() } = {}) => ({ api, vault, prefetch: new Prefetch({ api, vault, random: () => 0 }) });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const now = { within: 1 };

test("the sealed text that the server's tests know, too, is read", async () => {
  const sealed = "AWRlZmdoaWprbG1ub0gb3l5mYl6ePmJf6NhmwatojEskQqA8IRV7+oKoEZeaxcOJ7IVbzravgTJzsw4GnLH2nefAMk3C3vGs1u+BpYoIjNsO1nMVGXlI7bJ0ZhE83JJTStw=";
  const bytes = Uint8Array.from(Buffer.from(sealed, "base64")).buffer;
  assert.deepEqual(await unseal(bytes, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"), { section: { n: 2, title: "Bacaan" } });
});

test("a section is fetched once, read with its key, and gone afterwards", async () => {
  const { api, vault, prefetch } = begin();
  await prefetch.plan("7:0071", { n: 1, ...now });
  await prefetch.plan("7:0071", { n: 1, ...now });
  await settle();
  await prefetch.plan("7:0071", { n: 1, ...now });
  await settle();
  assert.deepEqual(api.asked, ["/paper/sealed?section=1"]);
  assert.equal(await prefetch.open("7:0071", 1, undefined), undefined);
  assert.deepEqual(await prefetch.open("7:0071", 1, api.told), paperOf(1));
  assert.equal(await vault.read("sealed"), undefined);
  assert.equal(await prefetch.open("7:0071", 1, api.told), undefined);
});

test("after a reload the device has it still, for nobody else and no other section", async () => {
  const { api, vault, prefetch } = begin();
  await prefetch.plan("7:0071", { n: 2, ...now });
  await settle();
  const again = () => new Prefetch({ api, vault, random: () => 0 });
  assert.equal(await again().open("7:0072", 2, api.told), undefined);
  assert.equal(await again().open("8:0071", 2, api.told), undefined);
  assert.equal(await again().open("7:0071", 1, api.told), undefined);
  const reloaded = again();
  await reloaded.plan("7:0071", { n: 2, ...now });
  await settle();
  assert.equal(api.asked.length, 1);
  assert.deepEqual(await reloaded.open("7:0071", 2, api.told), paperOf(2));
});

test("a wrong key, a broken copy and another section than was asked for open nothing and do not stay", async () => {
  const key = randomBytes(32);
  const other = seal(paperOf(3), key);
  const broken = seal(paperOf(1), key);
  broken[40] ^= 1;
  for (const [bytes, told] of [
    [seal(paperOf(1), key), randomBytes(32).toString("base64url")],
    [seal(paperOf(1), key), "???"],
    [broken, key.toString("base64url")],
    [other, key.toString("base64url")],
    [Buffer.from([2, 3]), key.toString("base64url")],
    [Buffer.alloc(0), key.toString("base64url")],
  ]) {
    const { vault, prefetch } = begin();
    await vault.write("sealed", { whose: "7:0071", n: 1, bytes: Uint8Array.from(bytes).buffer });
    assert.equal(await prefetch.open("7:0071", 1, told), undefined);
    assert.equal(await vault.read("sealed"), undefined);
  }
});

test("what the server refuses is not asked for again, what did not arrive is", async () => {
  const { api, prefetch } = begin();
  api.troubles = [new Unreachable("no network"), new Refused(503, {}, 0), new Refused(409, { code: "assessment.not_ahead" }, 0)];
  for (let look = 0; look < 5; look += 1) {
    await prefetch.plan("7:0071", { n: 1, ...now });
    await settle();
  }
  assert.equal(api.asked.length, 3);
});

test("without WebCrypto, as on plain HTTP, nothing is fetched ahead", async () => {
  const { api, prefetch } = begin();
  const whole = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  try {
    assert.equal(canOpen(), false);
    await prefetch.plan("7:0071", { n: 1, ...now });
    await settle();
    assert.deepEqual(api.asked, []);
    assert.equal(await prefetch.open("7:0071", 1, api.told), undefined);
  } finally {
    Object.defineProperty(globalThis, "crypto", whole);
  }
});

test("whoever logs out leaves nothing, whenever it arrives", async () => {
  const { api, vault, prefetch } = begin();
  let arrive;
  const whole = api.getFile;
  api.getFile = (path) => new Promise((resolve) => (arrive = () => resolve(whole(path))));
  await prefetch.plan("7:0071", { n: 1, ...now });
  await settle();
  await prefetch.forget();
  arrive();
  await settle();
  assert.equal(await vault.read("sealed"), undefined);
  assert.equal(await prefetch.open("7:0071", 1, api.told), undefined);
});

test("opening one section leaves the plan for the next one alone", async () => {
  const { api, prefetch } = begin();
  await prefetch.plan("7:0071", { n: 1, ...now });
  await settle();
  await prefetch.plan("7:0071", { n: 2, ...now });
  assert.deepEqual(await prefetch.open("7:0071", 1, api.told), paperOf(1));
  await settle();
  assert.deepEqual(await prefetch.open("7:0071", 2, api.told), paperOf(2));
});

test("pages spread over the time that there is, and ask for nothing that comes too late", () => {
  const at = Date.parse("2026-11-29T03:00:00Z");
  const lobby = (state) => ({ state, event: { id: 7, title: "", startsAt: new Date(at).toISOString(), endsAt: "" }, sections: [] });
  assert.deepEqual(ahead({ lobby: lobby("ready"), now: at - 10 * MINUTE }), { n: 1, within: 10 * MINUTE - 5000 });
  assert.equal(ahead({ lobby: lobby("ready"), now: at - 31 * MINUTE }), undefined);
  assert.equal(ahead({ lobby: lobby("ready"), now: at - 4000 }), undefined);
  assert.equal(ahead({ lobby: lobby("ready"), now: at + MINUTE }), undefined);
  assert.equal(ahead({ lobby: lobby("registered"), now: at - 10 * MINUTE }), undefined);
  const run = (state, minutes, next = "waiting") => ({
    attemptId: 1,
    state,
    answers: [],
    highestSeq: 0,
    sections: [
      { n: 1, state: "open", deadline: new Date(at + minutes * MINUTE).toISOString() },
      { n: 2, state: next },
    ],
  });
  assert.deepEqual(ahead({ run: run("in_section", 60), now: at }), { n: 2, within: 5 * MINUTE });
  assert.deepEqual(ahead({ run: run("in_section", 4), now: at }), { n: 2, within: 2 * MINUTE });
  assert.equal(ahead({ run: run("in_section", 0), now: at }), undefined);
  assert.equal(ahead({ run: run("suspended", 60), now: at }), undefined);
  assert.equal(ahead({ run: run("in_section", 60, "closed"), now: at }), undefined);
  assert.equal(ahead({ lobby: lobby("ready"), run: run("submitted", 60), now: at - MINUTE }), undefined);
});

test("a seat reads what came ahead, and fetches the open section where that does not open", async () => {
  const api = new Papers();
  const vault = memoryVault();
  const seat = new Seat({ api, clock: new ServerClock(), vault });
  seat.lobby = { state: "ready", event: { id: 7, title: "", startsAt: "", endsAt: "" }, sections: [] };
  seat.who = { examRegisteredNumber: "0071" };
  seat.run = { attemptId: 5, state: "in_section", sections: [], answers: [], highestSeq: 0, paperKeys: { 1: api.told } };
  await vault.write("sealed", { whose: "7:0071", n: 1, bytes: Uint8Array.from(seal(paperOf(1), api.key)).buffer });
  assert.deepEqual(await seat.paper(1), paperOf(1));
  assert.deepEqual(api.asked, []);
  assert.deepEqual(await vault.read("5:paper:1"), paperOf(1));
  await vault.write("sealed", { whose: "7:0071", n: 2, bytes: Uint8Array.from(seal(paperOf(2), randomBytes(32))).buffer });
  seat.run.paperKeys = { 2: api.told };
  assert.equal((await seat.paper(2)).isOpen, true);
  assert.deepEqual(api.asked, ["/paper?section=2"]);
});
