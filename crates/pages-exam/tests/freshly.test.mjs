// What is read while something changes.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { ServerClock } from "../assets/clock.js";
import { freshly } from "../assets/freshly.js";
import { Seat } from "../assets/seat.js";
import { memoryVault } from "../assets/vault.js";

/** Readings that end when the test says so. */
function readings() {
  const waiting = [];
  let begun = 0;
  const read = freshly(() => new Promise((resolve, reject) => waiting.push({ resolve, reject, n: (begun += 1) })));
  const end = (how = "resolve") => {
    const { [how]: settle, n } = waiting.shift();
    settle(how === "reject" ? new Error(String(n)) : n);
  };
  return { read, end, begun: () => begun };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test("who asks while a reading runs gets the next one, and all of them the same", async () => {
  const { read, end, begun } = readings();
  const first = read();
  const [second, third] = [read(), read()];
  assert.equal(begun(), 1);
  end();
  assert.equal(await first, 1);
  await settle();
  assert.equal(begun(), 2);
  end();
  assert.deepEqual(await Promise.all([second, third]), [2, 2]);
  const fourth = read();
  end();
  assert.equal(await fourth, 3);
});

test("a reading that failed fails for those alone who asked for it", async () => {
  const { read, end } = readings();
  const first = read();
  const second = read();
  end("reject");
  await assert.rejects(first, /1/);
  await settle();
  end();
  assert.equal(await second, 2);
});

test("time that is given while the state is being read is seen", async () => {
  let endsAt = "2026-11-29T10:00:00Z";
  let answer = () => {};
  const api = {
    get: async () => {
      const run = { state: "waiting", sections: [], endsAt };
      await new Promise((resolve) => (answer = resolve));
      return run;
    },
  };
  const seat = new Seat({ api, clock: new ServerClock(), vault: memoryVault() });
  const early = seat.refresh();
  endsAt = "2026-11-29T10:10:00Z";
  const told = seat.refresh();
  answer();
  await early;
  await settle();
  answer();
  await told;
  assert.equal(seat.run.endsAt, endsAt);
});
