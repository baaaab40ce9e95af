// The server's time on devices whose clocks are wrong, and countdowns.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { ServerClock } from "../assets/clock.js";
import { Warnings, clockText, left } from "../assets/countdown.js";

const NOON = "2026-11-29T12:00:00.000Z";
const AT_NOON = Date.parse(NOON);

function device() {
  const state = { ticks: 5000, wall: AT_NOON + 86_400_000 };
  return { state, clock: new ServerClock(() => state.ticks, () => state.wall) };
}

test("a clock that is a day ahead, or is moved, does not move the time", () => {
  const { state, clock } = device();
  clock.learn(NOON, 5000, 5100);
  state.ticks = 6100;
  assert.equal(clock.now(), AT_NOON + 50 + 1000);
  state.wall -= 3 * 86_400_000;
  assert.equal(clock.now(), AT_NOON + 50 + 1000);
  assert.ok(clock.isInDoubt());
  assert.ok(!clock.isInDoubt());
});

test("the quickest reply counts, unless a slow one shows that the device slept", () => {
  const { state, clock } = device();
  clock.learn(NOON, 5000, 5010);
  state.ticks = 7010;
  clock.learn("2026-11-29T12:00:02.000Z", 6010, 7010);
  assert.equal(clock.now(), AT_NOON + 2005);
  clock.learn("2026-11-29T12:30:00.000Z", 6010, 7010);
  assert.equal(clock.now(), Date.parse("2026-11-29T12:30:00.500Z"));
});

test("without a network the last known difference stands in", () => {
  const { state, clock } = device();
  clock.guess(86_400_000);
  assert.equal(clock.now(), AT_NOON);
  assert.ok(!clock.isKnown);
  clock.learn("nonsense", 0, 1);
  assert.ok(!clock.isKnown);
  clock.learn(NOON, 5000, 5000);
  assert.equal(clock.deviceIsAhead(), 86_400_000);
  clock.guess(0);
  state.ticks += 1;
  assert.equal(clock.now(), AT_NOON + 1);
});

test("time is written as clocks write it", () => {
  assert.deepEqual([0, 1, 60_000, 3_599_001, 3_909_000].map(clockText), ["00:00", "00:01", "01:00", "1:00:00", "1:05:09"]);
  assert.equal(left(NOON, AT_NOON + 5), 0);
  assert.equal(left(undefined, 0), undefined);
});

test("warnings come once, and again after time was given", () => {
  const warnings = new Warnings();
  const minutes = [12, 5.1, 5, 4.9, 1.01, 0.99, 0.5, 7, 4, 0];
  assert.deepEqual(
    minutes.map((minute) => warnings.due(minute * 60_000)),
    [undefined, undefined, 300_000, undefined, undefined, 60_000, undefined, undefined, 300_000, undefined],
  );
  assert.equal(new Warnings().due(30_000), undefined, "a short section is not warned of at its beginning");
});
