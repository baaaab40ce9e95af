// Points by keys, the sum of criteria, and speeds.

import { strict as assert } from "node:assert";
import test from "node:test";
import { pressed, speedBeside, summed, valueOf } from "../assets/rate.js";

const how = { most: 10, mark: ",", isFollowing: false };

test("a digit is the points, and a second one soon after makes one number of both", () => {
  assert.equal(pressed("", "7", how), "7");
  assert.equal(pressed("7", "3", how), "3");
  assert.equal(pressed("1", "0", { ...how, isFollowing: true }), "10");
  assert.equal(pressed("0", "4", { ...how, isFollowing: true }), "4");
});

test("what is more than the question is worth is not taken", () => {
  assert.equal(pressed("1", "2", { ...how, isFollowing: true }), "2");
  assert.equal(pressed("3", "9", { ...how, most: 4 }), "3");
  assert.equal(pressed("", "9", { ...how, most: 4 }), "");
  assert.equal(pressed("10", ".", how), "10");
});

test("a decimal mark adds half a point and takes it away again, as the language writes it", () => {
  assert.equal(pressed("3", ".", how), "3,5");
  assert.equal(pressed("3,5", ",", how), "3");
  assert.equal(pressed("", ".", { ...how, mark: "." }), "0.5");
  assert.equal(pressed("3,5", "4", { ...how, isFollowing: true }), "4");
  assert.equal(pressed("3,5", "Backspace", how), "");
});

test("criteria add up exactly, and those without points do not count", () => {
  assert.equal(summed(["0,1", "0.2", "", "x"], ","), "0,3");
  assert.equal(summed(["", " "], ","), "");
  assert.ok(Number.isNaN(valueOf("")));
});

test("speeds end at both ends", () => {
  assert.deepEqual([speedBeside(1, 1), speedBeside(2, 1), speedBeside(0.75, -1), speedBeside(7, 0)], [1.25, 2, 0.75, 1]);
});
