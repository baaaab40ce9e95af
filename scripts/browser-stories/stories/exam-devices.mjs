// What an exam does with sounds, microphones and cameras, and what supervisors, raters and participants have of it afterwards.

import { strict as assert } from "node:assert";
import { story } from "../lib/sitting.mjs";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until the answer is as it should be. */
async function until(ask, isRight, patience = 60_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    assert.ok(Date.now() < end, `still ${JSON.stringify(answer)}`);
    await pause(500);
  }
}

async function soundCounted({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  const [player, play] = [sitter.question().locator(".player"), sitter.question().locator(".player button")];
  await player.getByText("Plays left: 2 of 2").waitFor();
  await play.click();
  await player.getByText("Plays left: 1 of 2").waitFor();
  // It is heard: its place moves to the end and back.
  await page.waitForFunction(() => document.querySelector(".player progress").value > 0);
  await page.waitForFunction(() => document.querySelector(".player progress").value === 0);
  const { plays } = await sitter.ask("/state");
  assert.deepEqual(Object.values(plays), [1]);
  // As long as a play may last and five seconds, asking again is the same play.
  await pause(6500);
  await page.reload();
  await player.getByText("Plays left: 1 of 2").waitFor();
  await play.click();
  await player.getByText("as often as allowed").waitFor();
  await sitter.inspect();
  assert.ok(await play.isDisabled());
  await pause(6500);
  const [id] = Object.keys((await sitter.ask("/state")).plays);
  const refused = await page.evaluate(async (audio) => {
    const answer = await fetch(`/api/v1/exam/audio/${audio}`);
    return { status: answer.status, code: (await answer.json()).code };
  }, id);
  assert.deepEqual(refused, { status: 403, code: "plays_used" });
}

/** What a rater hears of the one spoken answer. */
async function heardBy(staff, participant) {
  const found = await until(
    () => staff.ask("GET", `/test-response/participant/${participant.id}`).then((list) => [list.data ?? list].flat().flatMap(({ responses }) => responses)),
    (responses) => responses.some(({ audioResponseId }) => audioResponseId),
  );
  const { id } = found.find(({ audioResponseId }) => audioResponseId);
  return staff.file(`/api/v1/test-response/${id}/audio`);
}

async function spoken({ open, exam, staff }) {
  const sitter = await open();
  const { page } = sitter;
  const [ani] = exam.participants;
  await sitter.start(ani);
  await sitter.choose(0);
  await sitter.place("safe");
  await sitter.next();
  await page.locator(".speaking button:visible").first().click();
  await page.locator(".speaking.is-recording").waitFor();
  await sitter.inspect();
  await page.locator(".speaking.is-done").waitFor();
  await sitter.inspect();
  const { speech } = await sitter.ask("/state");
  assert.deepEqual(speech.map(({ take, status }) => [take, status]), [[1, "complete"]]);
  assert.ok(speech[0].durationMs > 2500 && speech[0].durationMs < 6000, `${speech[0].durationMs} ms were said`);
  await page.reload();
  await page.locator(".speaking.is-done").waitFor();
  await sitter.finish();
  await sitter.receipt();
  const { type, bytes } = await heardBy(staff, ani);
  assert.equal(type, "audio/webm");
  assert.equal(bytes.subarray(0, 4).toString("hex"), "1a45dfa3");
  assert.ok(bytes.length > 5000, `${bytes.length} bytes are heard`);
  return `${speech[0].durationMs} ms in ${bytes.length} bytes`;
}

/** The clock of a spoken answer is the server's: a page that is loaded anew goes on where it is, and so does another device. */
async function spokenAnew({ open, exam, staff }) {
  const [first, second] = [await open(), await open({ width: 360 })];
  const [ani] = exam.participants;
  await first.start(ani);
  await first.choose(0);
  await first.place("safe");
  await first.next();
  await first.page.locator(".speaking button:visible").first().click();
  await first.page.locator(".speaking-says", { hasText: /^Prepare\.$/ }).waitFor();
  await first.page.reload();
  await first.page.locator(".speaking.is-recording").waitFor();
  const [begun] = (await first.ask("/state")).speech;
  await until(() => first.ask("/state"), ({ speech }) => speech[0].chunks.length > 0);
  await second.page.goto(`${second.wire.url}/exam`);
  await second.logIn(ani, { takeOver: true });
  await second.question().waitFor();
  await second.page.locator(".speaking.is-done").waitFor();
  const { speech } = await second.ask("/state");
  assert.deepEqual(speech.map(({ id, startedAt, status }) => [id, startedAt, status]), [[begun.id, begun.startedAt, "complete"]]);
  await second.finish();
  await second.receipt();
  assert.ok((await heardBy(staff, ani)).bytes.length > 500);
}

async function noMicrophone({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.context.addInitScript(() => {
    const honest = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    globalThis.isDenied = true;
    navigator.mediaDevices.getUserMedia = (wish) => (globalThis.isDenied ? Promise.reject(new DOMException("no", "NotAllowedError")) : honest(wish));
  });
  await sitter.start(exam.participants[0]);
  await sitter.choose(0);
  await sitter.next();
  await page.locator(".speaking button:visible").first().click();
  await page.locator(".speaking-says", { hasText: "Permission was denied" }).waitFor();
  await sitter.inspect();
  assert.deepEqual((await sitter.ask("/state")).speech, []);
  await page.evaluate(() => (globalThis.isDenied = false));
  await page.locator(".speaking button:visible").first().click();
  await page.locator(".speaking.is-done").waitFor();
}

async function microphoneLost({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.context.addInitScript(() => {
    const honest = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => (globalThis.heard = await honest(wish));
  });
  await sitter.start(exam.participants[0]);
  await sitter.choose(0);
  await sitter.next();
  await page.locator(".speaking button:visible").first().click();
  await page.locator(".speaking.is-recording").waitFor();
  await page.evaluate(() => globalThis.heard.getTracks()[0].dispatchEvent(new Event("ended")));
  await page.locator(".speaking-says", { hasText: "The microphone was lost" }).waitFor();
  await sitter.inspect();
  await page.locator(".speaking button:visible", { hasText: "Speak once more" }).click();
  await page.locator(".speaking button:visible", { hasText: "Begin" }).click();
  await page.locator(".speaking.is-done").waitFor();
  const { speech } = await sitter.ask("/state");
  assert.deepEqual(speech.map(({ take, status }) => [take, status]), [[1, "failed"], [2, "complete"]]);
}

/** Only a click opens a screen: a page that is loaded anew asks for one. */
async function screenRecorded({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  // What drives this browser counts as a click of its own; elsewhere only people click.
  await sitter.context.addInitScript(() => {
    const honest = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
    let isClicked = false;
    addEventListener("click", () => (isClicked = true), true);
    navigator.mediaDevices.getDisplayMedia = (wish) => (isClicked ? honest(wish) : Promise.reject(new DOMException("no click", "InvalidStateError")));
  });
  await sitter.start(exam.participants[0]);
  await page.locator("body.records-screen").waitFor();
  const [{ id, stream }] = (await sitter.ask("/state")).recordings;
  assert.equal(stream, "screen");
  await page.reload();
  await page.locator(".told-line", { hasText: "The screen is not being recorded" }).getByRole("button", { name: "Try again" }).click();
  await page.locator("body.records-screen").waitFor();
  assert.equal((await sitter.ask(`/recordings/${id}`)).recorderSession, 1);
  assert.equal(await page.locator(".told-line").count(), 0);
  await sitter.inspect();
}

async function cameraRecorded({ open, exam, staff }) {
  const sitter = await open();
  const { page } = sitter;
  const [ani] = exam.participants;
  await sitter.start(ani);
  await page.locator("body.records-camera").waitFor();
  await sitter.inspect();
  const [{ id }] = (await sitter.ask("/state")).recordings;
  const begun = await until(() => sitter.ask(`/recordings/${id}`), ({ chunks }) => chunks.length > 1);
  assert.deepEqual([begun.stream, begun.recorderSession], ["camera", 0]);
  await page.reload();
  await page.locator("body.records-camera").waitFor();
  const held = await until(() => sitter.ask(`/recordings/${id}`), ({ sessions }) => sessions[1]?.chunks.length > 0);
  assert.equal(held.recorderSession, 1);
  await sitter.choose(0);
  await sitter.place("safe");
  await sitter.finish();
  await sitter.receipt();
  const list = () => staff.ask("GET", `/video-proctor/participant/${ani.id}`).then((videos) => videos.data ?? videos);
  const [video] = await until(list, ([one]) => one.status === "final", 150_000);
  const { bytes } = await staff.file(video.finalUrl);
  assert.equal(bytes.length, video.finalBytes);
  assert.ok(video.durationMs > 8000, `${video.durationMs} ms can be watched`);
  return `${video.durationMs} ms in ${bytes.length} bytes`;
}

async function noRoomForVideo({ open, exam, staff }) {
  const sitter = await open();
  const { page } = sitter;
  const [ani] = exam.participants;
  const full = { status: 503, headers: { "Retry-After": "60" }, json: { code: "assessment.storage_full", message: "full" } };
  await page.route("**/exam/recordings/*/chunks/*", (route) => route.fulfill(full));
  await sitter.start(ani);
  await page.locator(".told-line", { hasText: "no more room for video" }).waitFor();
  assert.equal(await page.locator("body.records-camera").count(), 0);
  await sitter.choose(1);
  await sitter.place("safe");
  assert.deepEqual(await sitter.saved(), ["B"]);
  await sitter.finish();
  await sitter.receipt();
  const videos = await staff.ask("GET", `/video-proctor/participant/${ani.id}`);
  assert.equal((videos.data ?? videos).length, 1);
}

/** A device that is full keeps nothing, says so, and loses nothing as long as the page stays. */
async function fullDevice({ open, exam }) {
  const sitter = await open();
  const { page, wire } = sitter;
  await page.goto(`${wire.url}/exam`);
  const session = await sitter.context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(wire.url).origin, quotaSize: 1 });
  await sitter.logIn(exam.participants[0]);
  await page.locator(".try.bad", { hasText: "no room left on this device" }).waitFor();
  await sitter.inspect();
  await page.locator(".checks > .actions button").click();
  await sitter.enter();
  await sitter.choose(0);
  await sitter.place("safe");
  wire.cut();
  await sitter.choose(2);
  await sitter.question().locator(".place", { hasText: "Not kept yet" }).waitFor();
  await sitter.inspect();
  wire.mend();
  await sitter.place("safe");
  assert.deepEqual(await sitter.saved(), ["C"]);
  await sitter.finish();
  await sitter.receipt();
}

async function flagsArrive({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  const told = [];
  page.on("request", (request) => request.url().endsWith("/exam/flags") && told.push(...request.postDataJSON().flags));
  await sitter.start(exam.participants[0]);
  await sitter.goTo(6);
  const area = sitter.question().locator("textarea");
  await area.fill("copied words");
  await area.selectText();
  for (const keys of ["Control+c", "Control+v", "Control+a", "Control+x"]) await page.keyboard.press(keys);
  await area.click({ button: "right" });
  await page.keyboard.press("Escape");
  await page.evaluate(() => dispatchEvent(new Event("blur")));
  await pause(1500);
  const taken = page.waitForResponse((answer) => answer.url().endsWith("/exam/flags"));
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  const answer = await taken;
  assert.equal(answer.status(), 202);
  assert.equal((await answer.json()).accepted, answer.request().postDataJSON().flags.length);
  await until(async () => told.map(({ kind }) => kind), (kinds) => kinds.includes("focus_gained"), 10_000);
  const kinds = new Set(told.map(({ kind }) => kind));
  for (const kind of ["copy", "paste", "cut", "context_menu", "focus_lost", "focus_gained"]) assert.ok(kinds.has(kind), `${kind} among ${[...kinds]}`);
  await sitter.place("safe");
}

async function resultSeen({ open, exam, staff }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  await sitter.choose(1);
  await sitter.next();
  await sitter.choose(0);
  await sitter.next();
  await sitter.choose(1);
  await sitter.place("safe");
  await sitter.finish();
  await sitter.receipt();
  const look = page.locator(".receipt .actions .button", { hasText: "See the result" });
  await look.click();
  await page.locator(".result", { hasText: "not released yet" }).waitFor();
  await until(() => staff.post(`/events/${exam.event.id}/release`, { reason: "story" }), ({ awaitingCount }) => awaitingCount === 0);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 860 });
    await page.reload();
    await look.click();
    await page.locator(".result .score").waitFor();
    await page.locator(".result-questions summary").click();
    assert.equal(await page.locator(".result-question").count(), 5);
    assert.equal(await page.locator(".result-question.right").count(), 1);
    await page.locator(".result-facts", { hasText: "Right answer" }).first().waitFor();
    await sitter.inspect();
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/result-${width}.png`, fullPage: true });
  }
  return page.locator(".result .score").textContent();
}

const speaking = { only: "speaking", plays: 2 };
const recorded = { only: "reading", event: { recordVideo: true } };
const SHOWN = { score: true, sections: true, scale: true, answers: true, keys: true };

export const stories = [
  story("a sound is played and counted", soundCounted, speaking),
  story("a spoken answer is recorded and heard by a rater", spoken, speaking),
  story("a spoken answer goes on after a reload and on another device", spokenAnew, speaking),
  story("a microphone that is not allowed", noMicrophone, speaking),
  story("a microphone that is lost while somebody speaks", microphoneLost, speaking),
  story("a screen is recorded", screenRecorded, { only: "reading", event: { recordScreen: true } }),
  story("the camera is recorded in pieces", cameraRecorded, recorded),
  story("no room for video", noRoomForVideo, recorded),
  story("a device without room", fullDevice, { only: "reading" }),
  story("flags arrive", flagsArrive, { only: "reading" }),
  story("a released result", resultSeen, { only: "reading", without: ["essay"], event: { resultPolicy: SHOWN } }),
];
