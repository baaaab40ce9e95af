// Answers on their way, with networks that break at the worst moments.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Api } from "../assets/api.js";
import { Outbox } from "../assets/outbox.js";
import { memoryVault } from "../assets/vault.js";
import { FakeServer } from "./fake-server.mjs";

const ATTEMPT = 7;

const lasting = () => ({ ...memoryVault(), isLasting: true });

async function begin({ server = new FakeServer(), vault = lasting(), attemptId = ATTEMPT, ...rest } = {}) {
  const api = new Api({ fetch: server.fetch });
  const told = [];
  const box = new Outbox({ vault, api, attemptId, now: () => Date.parse("2026-11-29T03:00:00Z"), onTrouble: (trouble) => told.push(trouble), random: () => 0, ...rest });
  await box.open();
  return { server, vault, box, told, api };
}

test("a change is acknowledged within two seconds without a touch", async () => {
  const { server, box } = await begin();
  box.change(1, { value: "B" });
  assert.equal(box.markOf(1), "memory");
  assert.equal(await box.settled(2000), true);
  assert.deepEqual(server.answers.get(1).value, "B");
  assert.equal(box.markOf(1), "server");
});

test("somebody who goes on writing is saved all the same", async () => {
  const { server, box } = await begin();
  for (let length = 1; length <= 22; length += 1) {
    box.change(1, { value: "x".repeat(length) });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(server.batches.length >= 1, "nothing was sent within 2.2 s");
  await box.settled(3000);
  assert.equal(server.answers.get(1).value.length, 22);
  assert.deepEqual(server.gaps(box.highestSeq), []);
});

test("changes before the first attempt become one, and no number is left out", async () => {
  const { server, box } = await begin();
  box.change(1, { value: "a" });
  box.change(2, { value: "b" });
  box.change(1, { value: "c" });
  await box.send();
  assert.equal(box.highestSeq, 2);
  assert.deepEqual(server.batches[0].answers.map((answer) => [answer.questionId, answer.clientSeq, answer.value]), [[1, 1, "c"], [2, 2, "b"]]);
});

test("an answer whose acknowledgement was lost is sent again as it was, and a later change goes under its own number", async () => {
  const { server, box } = await begin();
  server.troubles = [undefined, "lost"];
  box.change(1, { value: "first" });
  await box.send();
  assert.equal(box.pending, 1);
  box.change(1, { value: "second" });
  await box.send();
  const sent = server.batches.flatMap((batch) => batch.answers.map((answer) => [answer.clientSeq, answer.value]));
  assert.deepEqual(sent, [[1, "first"], [1, "first"], [2, "second"]]);
  assert.equal(server.answers.get(1).value, "second");
  assert.equal(box.pending, 0);
});

test("after a failed save and a crash the answer is sent without a touch", async () => {
  const { server, vault, box } = await begin();
  server.troubles = ["gone", "gone", "gone"];
  box.change(1, { value: "B" });
  await box.send();
  assert.equal(box.markOf(1), "device");
  box.end();
  const again = await begin({ server: Object.assign(server, { troubles: [] }), vault });
  assert.equal(again.box.valueOf(1), "B");
  assert.equal(await again.box.settled(2000), true);
  assert.equal(server.answers.get(1).value, "B");
});

test("what another device answered meanwhile counts, and what is unsent here is not lost", async () => {
  const { server, vault, box } = await begin();
  box.change(1, { value: "mine" });
  box.change(2, { value: "mine" });
  await box.hurry();
  box.end();
  server.answers.set(1, { questionId: 1, clientSeq: 9, value: "theirs" });
  const again = await begin({ server, vault });
  await again.box.reconcile([...server.answers.values()], 9);
  assert.equal(again.box.valueOf(1), "theirs");
  await again.box.settled(2000);
  assert.equal(server.answers.get(1).value, "theirs");
  assert.equal(server.answers.get(2).value, "mine");
  again.box.change(2, { value: "later" });
  assert.equal(again.box.highestSeq, 10);
});

test("a number that another device used is given up for a new one", async () => {
  const { server, box } = await begin();
  server.answers.set(1, { questionId: 1, clientSeq: 1, value: "theirs" });
  box.change(1, { value: "mine" });
  await box.settled(3000);
  assert.deepEqual(server.answers.get(1), { questionId: 1, clientSeq: 2, value: "mine", marked: false });
});

test("a server that lost what it had acknowledged gets it again", async () => {
  const { server, box } = await begin();
  box.change(1, { value: "B" });
  await box.send();
  server.answers.clear();
  await box.reconcile([], 0);
  await box.settled(2000);
  assert.equal(server.answers.get(1).value, "B");
});

test("an answer that comes too late says so and stands in nobody's way", async () => {
  const { server, box } = await begin();
  server.outcome = ({ questionId }) => (questionId === 1 ? "closed" : undefined);
  box.change(1, { value: "late" });
  box.change(2, { value: "in time" });
  await box.send();
  assert.deepEqual([box.markOf(1), box.markOf(2), box.pending], ["closed", "server", 0]);
});

test("one answer that cannot be read does not keep the others back", async () => {
  const { server, box } = await begin();
  const whole = server.fetch;
  server.fetch = async (url, options) => {
    const bad = String(options.body).includes("poison");
    return bad ? new Response(JSON.stringify({ message: "bad" }), { status: 400 }) : whole(url, options);
  };
  box.api.fetch = server.fetch;
  for (let id = 1; id <= 9; id += 1) box.change(id, { value: id === 5 ? "poison" : "good" });
  await box.send();
  assert.equal(server.answers.size, 8);
  assert.equal(box.markOf(5), "invalid");
  assert.equal(box.pending, 0);
});

test("a session that is used elsewhere stops sending and keeps everything", async () => {
  const { server, box, told } = await begin();
  server.troubles = [undefined, { status: 401, body: { code: "assessment.session_taken_over" } }];
  box.change(1, { value: "B" });
  await box.send();
  await box.send();
  assert.deepEqual([told.at(-1), server.batches.length, box.pending], ["elsewhere", 0, 1]);
  box.retry();
  await box.settled(2000);
  assert.equal(server.answers.get(1).value, "B");
});

test("gaps are filled with what was kept, and with a repeat where nothing was", async () => {
  const { server, box } = await begin();
  box.change(1, { value: "a" });
  await box.send();
  box.change(2, { value: "b" });
  await box.send();
  await box.reconcile([], 5);
  server.seen.clear();
  await box.refill(server.gaps(5));
  assert.deepEqual(server.gaps(5), []);
  assert.deepEqual([server.answers.get(1).value, server.answers.get(2).value], ["a", "b"]);
});

test("a token that changed is fetched again, once", async () => {
  const { server, box } = await begin();
  box.change(1, { value: "a" });
  await box.send();
  server.token = "t1";
  box.change(1, { value: "b" });
  await box.send();
  assert.equal(server.answers.get(1).value, "b");
  assert.equal(server.tokens, 2);
});

test("another attempt on the same device sees nothing, and a wipe takes one attempt alone", async () => {
  const { vault, box, server } = await begin();
  server.troubles = Array(9).fill("gone");
  box.change(1, { value: "secret" });
  await box.hurry();
  const other = await begin({ vault, attemptId: 8 });
  assert.equal(other.box.valueOf(1), null);
  other.box.change(1, { value: "own" });
  await other.box.hurry();
  await vault.wipe(8);
  assert.equal((await vault.entries(8)).length, 0);
  assert.equal((await vault.entries(ATTEMPT)).length, 1);
});

test("what is set back to what the server has is sent, and what never changed is not", async () => {
  const { server, box } = await begin();
  box.change(1, { value: ["A"] });
  await box.send();
  box.change(1, { value: ["A"] });
  await box.send();
  assert.equal(server.batches.length, 1);
  box.change(1, { value: null });
  box.change(1, { marked: true });
  await box.send();
  assert.deepEqual(server.answers.get(1), { questionId: 1, clientSeq: 2, value: null, marked: true });
});

test("more than two hundred answers go in several calls", async () => {
  const { server, box } = await begin();
  for (let id = 1; id <= 450; id += 1) box.change(id, { value: "x" });
  await box.settled(3000);
  assert.deepEqual(server.batches.map((batch) => batch.answers.length), [200, 200, 50]);
});
