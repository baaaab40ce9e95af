// Flags in batches, recorders that the server numbers, a server without room for video.

import { strict as assert } from "node:assert";
import { beforeEach, test } from "node:test";
import { Refused, Unreachable } from "../assets/api.js";
import { Flags } from "../assets/flags.js";
import { Proctor } from "../assets/proctor.js";

const moment = Date.parse("2024-07-12T03:00:00.000Z");
const full = () => new Refused(503, { code: "assessment.storage_full" }, 60_000);

test("flags are sent in batches that the server takes, the oldest first", async () => {
  const sent = [];
  const flags = new Flags({ api: { post: async (_, body) => void sent.push(body.flags) }, now: () => moment });
  for (let count = 0; count < 60; count += 1) flags.add("paste", String(count));
  await flags.send();
  await flags.send();
  assert.deepEqual(sent.map(({ length }) => length), [50, 10]);
  assert.deepEqual(sent[0][0], { kind: "paste", at: "2024-07-12T03:00:00.000Z", detail: "0" });
});

test("flags that found no server are sent later, those that it refuses are not", async () => {
  const failures = [new Unreachable("no network"), new Refused(422, {}, 0)];
  const sent = [];
  const post = async (_, { flags }) => {
    sent.push(flags.map(({ kind }) => kind));
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const flags = new Flags({ api: { post }, now: () => moment });
  flags.add("copy");
  await flags.send();
  flags.add("cut", "x".repeat(600));
  await flags.send();
  await flags.send();
  assert.deepEqual(sent, [["copy"], ["copy", "cut"]]);
});

/** What browsers bring along: a recorder, and a camera with one track. */
class Recorder extends EventTarget {
  static all = [];
  static isTypeSupported = (type) => type.startsWith("video/webm");
  state = "inactive";
  constructor(_, { mimeType }) {
    super();
    this.mimeType = mimeType;
    Recorder.all.push(this);
  }
  start() {
    this.state = "recording";
  }
  say(text) {
    this.ondataavailable({ data: new Blob([text]) });
  }
  stop() {
    this.state = "inactive";
    this.say("last");
    this.dispatchEvent(new Event("stop"));
  }
}

function camera() {
  const track = Object.assign(new EventTarget(), { stop: () => (track.isStopped = true) });
  return { active: true, track, getTracks: () => [track], getVideoTracks: () => [track] };
}

/** A seat whose server numbers recorders. */
function seated({ refuse = () => undefined } = {}) {
  const calls = [];
  let session = -1;
  const call = (kind) => async (path, body) => {
    const failure = refuse(kind, path);
    if (failure) throw failure;
    calls.push(kind === "POST" ? [path, body] : [path, await body.text()]);
    if (path === "/recordings") return { id: 3, recorderSession: (session += 1) };
    return {};
  };
  const flags = [];
  return { calls, flags: { add: (...flag) => flags.push(flag), all: flags }, isSaved: () => true, api: { post: call("POST"), putBytes: call("PUT") } };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
let opened = [];

beforeEach(() => {
  opened = [];
  Recorder.all = [];
  globalThis.MediaRecorder = Recorder;
  const getUserMedia = async () => (opened.push(camera()), opened.at(-1));
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { mediaDevices: { getUserMedia } } });
});

test("a recorder sends its pieces under the number that the server gave, and ends the recording", async () => {
  const seat = seated();
  const told = [];
  const proctor = new Proctor({ seat, kind: "camera", onChange: (condition) => told.push(condition) });
  await proctor.open();
  await proctor.begin();
  Recorder.all[0].say("one");
  await settled();
  await proctor.end();
  assert.deepEqual(seat.calls, [
    ["/recordings", { stream: "camera", mimeType: "video/webm" }],
    ["/recordings/3/chunks/0?session=0", "one"],
    ["/recordings/3/chunks/1?session=0", "last"],
    ["/recordings/3/complete", { chunks: 2 }],
  ]);
  assert.deepEqual(told, ["recorded"]);
  assert.ok(opened[0].track.isStopped);
  assert.equal(opened.length, 1);
});

test("a camera that was lost is told, and another recorder of the same recording follows", async () => {
  const seat = seated();
  const told = [];
  const proctor = new Proctor({ seat, kind: "camera", onChange: (condition) => told.push(condition) });
  await proctor.begin();
  opened[0].active = false;
  opened[0].track.dispatchEvent(new Event("ended"));
  await settled();
  await proctor.begin();
  await proctor.end();
  assert.deepEqual(told, ["recorded", "lost", "recorded"]);
  assert.deepEqual(seat.flags.all, [["recording_stopped", "camera: device_lost"]]);
  const pieces = seat.calls.filter(([path]) => path.includes("chunks")).map(([path]) => path);
  assert.deepEqual(pieces, ["/recordings/3/chunks/0?session=0", "/recordings/3/chunks/0?session=1"]);
  assert.deepEqual(seat.calls.at(-1), ["/recordings/3/complete", { chunks: 1 }]);
});

for (const [when, path] of [["at the beginning", "/recordings"], ["in between", "/recordings/3/chunks/0"]]) {
  test(`a server without room for video ends it with a word: ${when}`, async () => {
    const seat = seated({ refuse: (_, at) => (at.startsWith(path) && !at.endsWith("complete") && (path !== "/recordings" || at === path) ? full() : undefined) });
    const told = [];
    const proctor = new Proctor({ seat, kind: "camera", onChange: (condition) => told.push(condition) });
    await proctor.begin();
    if (Recorder.all[0]?.state === "recording") Recorder.all[0].say("one");
    await settled();
    assert.equal(told.at(-1), "full");
    assert.deepEqual(seat.flags.all, [["recording_stopped", "camera: storage_full"]]);
    assert.ok(opened[0].track.isStopped);
    assert.equal(Recorder.all[0].state, "inactive");
    await proctor.begin();
    assert.equal(opened.length, 1, "it is not asked for again");
  });
}
