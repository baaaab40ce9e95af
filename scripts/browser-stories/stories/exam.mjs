// Sitting an exam: every type of question, networks that break, browsers that die, two devices, wrong clocks, shared computers.

import { strict as assert } from "node:assert";
import { story } from "../lib/sitting.mjs";

async function answerReading(sitter) {
  await sitter.choose(1);
  await sitter.place("safe");
  await sitter.inspect();
  await sitter.next();
  await sitter.choose(0);
  await sitter.choose(2);
  await sitter.question().locator(".flag-button").click();
  await sitter.next();
  await sitter.choose(0);
  await sitter.next();
  await sitter.question().locator(".short").fill("9");
  await sitter.next();
  for (const [index, label] of ["C", "A", "B"].entries()) await sitter.question().locator("select").nth(index).selectOption(label);
  await sitter.inspect();
  await sitter.next();
  await sitter.question().locator("textarea").fill("Names tell where things come from. ".repeat(20));
  await sitter.place("safe");
}

async function everyType({ open, exam }) {
  const sitter = await open();
  const [ani] = exam.participants;
  await sitter.page.goto(`${sitter.wire.url}/exam`);
  await sitter.page.locator("#name").waitFor();
  await sitter.inspect();
  await sitter.start(ani);
  await answerReading(sitter);
  const read = await sitter.saved();
  assert.deepEqual(read.slice(0, 5), ["B", ["A", "C"], "B", "9", { 1: "C", 2: "A", 3: "B" }]);
  await sitter.page.locator(".view").click();
  assert.equal(await sitter.question().count(), 6);
  await sitter.inspect();
  await sitter.finish();
  await sitter.page.locator(".between").waitFor();
  await sitter.inspect();
  await sitter.page.locator(".between .button").click();
  await sitter.question().locator(".choice").first().waitFor();
  await sitter.choose(0);
  await sitter.place("safe");
  await sitter.next();
  await sitter.inspect();
  await sitter.finish();
  const receipt = await sitter.receipt();
  await sitter.inspect();
  await sitter.page.goto(`${sitter.wire.url}/receipt/${receipt}`);
  await sitter.page.locator(".receipt-sign:not(.bad)").waitFor();
  await sitter.inspect();
  return `receipt ${receipt.slice(0, 8)}…`;
}

async function byKeyboard({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await sitter.question().locator("input").first().focus();
  await press("Space", "ArrowDown");
  await sitter.place("safe");
  assert.deepEqual(await sitter.saved(), ["B"]);
  await sitter.goTo(5);
  await sitter.question().locator("select").first().focus();
  await press("ArrowDown", "Tab", "ArrowDown", "ArrowDown");
  await sitter.place("safe");
  assert.deepEqual((await sitter.saved())[1], { 1: "A", 2: "B" });
  // As large as four times, nothing is beside the screen.
  await page.setViewportSize({ width: 320, height: 256 });
  const beside = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const number of [1, 4, 5, 6]) {
    await page.evaluate((index) => document.querySelectorAll(".numbers .number")[index].click(), number - 1);
    assert.ok((await beside()) <= 0, `question ${number} fits`);
  }
}

async function networkCut({ open, exam }) {
  const sitter = await open();
  const { page, wire } = sitter;
  await sitter.start(exam.participants[0]);
  await sitter.choose(0);
  await sitter.place("safe");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith("balai-exam-")));
  wire.cut();
  await sitter.choose(2);
  await sitter.place("waiting");
  await sitter.next();
  await sitter.choose(3);
  await sitter.place("waiting");
  await page.locator(".away-sign").waitFor();
  await page.reload({ waitUntil: "commit" });
  await sitter.question().waitFor();
  // What was answered is read from the browser's own store, which may come after the question.
  await sitter.question().locator(".choice").nth(3).locator("input:checked").waitFor({ state: "attached" });
  await sitter.goTo(1);
  await sitter.question().locator(".choice").nth(2).locator("input:checked").waitFor({ state: "attached" });
  const left = await sitter.seconds();
  assert.ok(left > 1700 && left <= 1800, `${left} s are left`);
  wire.mend();
  await sitter.place("safe");
  await page.locator(".safe-sign.all").waitFor();
  assert.deepEqual(await sitter.saved(), ["C", ["D"]]);
}

async function killed({ open, exam }) {
  const sitter = await open();
  const [ani] = exam.participants;
  await sitter.start(ani);
  await sitter.choose(0);
  await sitter.place("safe");
  sitter.wire.cut();
  await sitter.choose(1);
  await sitter.question().locator(".place", { hasText: "on this device" }).waitFor();
  await sitter.kill();
  sitter.wire.mend();
  await sitter.launch();
  await sitter.page.goto(`${sitter.wire.url}/exam`);
  // The cookie may not have reached the disk.
  await sitter.question().or(sitter.page.locator("#name")).first().waitFor();
  if (await sitter.page.locator("#name").isVisible()) await sitter.logIn(ani, { takeOver: true });
  await sitter.question().waitFor();
  await sitter.place("safe");
  assert.deepEqual(await sitter.saved(), ["B"]);
}

async function failedSave({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  let isBroken = true;
  await page.route("**/exam/answers", (route) => (isBroken ? route.fulfill({ status: 503, body: "{}" }) : route.continue()));
  await sitter.choose(1);
  await sitter.place("waiting");
  await page.waitForTimeout(2500);
  isBroken = false;
  await page.reload();
  await sitter.question().waitFor();
  await sitter.place("safe");
  assert.deepEqual(await sitter.saved(), ["B"]);
}

async function twoDevices({ open, exam }) {
  const [first, second] = [await open(), await open({ width: 360 })];
  const [ani] = exam.participants;
  await first.start(ani);
  await first.choose(0);
  await first.place("safe");
  await first.page.route("**/exam/answers", (route) => route.abort());
  await first.next();
  await first.choose(1);
  await first.place("waiting");
  await second.page.goto(`${second.wire.url}/exam`);
  await second.logIn(ani, { takeOver: true });
  await second.question().waitFor();
  assert.ok(await second.question().locator(".choice").nth(0).locator("input").isChecked());
  // The first says so at once, and keeps what it could not send.
  await first.page.locator(".told-missing").waitFor();
  await first.inspect();
  await second.choose(2);
  await second.place("safe");
  await first.page.unroute("**/exam/answers");
  await first.page.locator(".told .button").click();
  await first.logIn(ani);
  await first.question().waitFor();
  await first.page.locator(".safe-sign.all").waitFor();
  const saved = await first.saved();
  assert.deepEqual(saved, ["C", ["B"]]);
  await second.page.locator(".told").waitFor();
}

async function movedClock({ open, exam }) {
  const sitter = await open();
  await sitter.context.addInitScript(() => {
    const honest = Date.now.bind(Date);
    globalThis.moved = 26 * 3_600_000;
    Date.now = () => honest() + globalThis.moved;
  });
  await sitter.start(exam.participants[0]);
  const before = await sitter.seconds();
  assert.ok(before > 1780 && before <= 1800, `${before} s are left`);
  await sitter.page.evaluate(() => (globalThis.moved = -3 * 86_400_000));
  await sitter.choose(1);
  await sitter.place("safe");
  const after = await sitter.seconds();
  assert.ok(after <= before && after > before - 20, `${before} s, then ${after} s`);
  const { answers } = await sitter.ask("/state");
  assert.equal(answers.length, 1);
}

async function sharedComputer({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  const [ani, budi] = exam.participants;
  await sitter.start(ani);
  await sitter.question().locator(".choice").first().waitFor();
  await sitter.goTo(6);
  await sitter.question().locator("textarea").fill("what Ani wrote");
  await sitter.place("safe");
  await sitter.finish();
  await sitter.receipt();
  const kept = () =>
    page.evaluate(async () => {
      const request = indexedDB.open("balai-exam", 1);
      const database = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const all = (name) => new Promise((resolve) => (database.transaction(name).objectStore(name).getAll().onsuccess = (event) => resolve(event.target.result)));
      const found = JSON.stringify([await all("entries"), await all("things")]);
      database.close();
      return found;
    });
  assert.ok(!(await kept()).includes("what Ani wrote"), "an exam that was handed in leaves nothing here");
  await page.locator(".receipt .actions .button").last().click();
  await page.locator("#name").waitFor();
  assert.ok(!(await kept()).includes("Ani"));
  await sitter.start(budi);
  assert.equal(await page.locator("input:checked").count(), 0);
  assert.ok(!(await page.content()).includes("what Ani wrote"));
}

async function timeEnds({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.start(exam.participants[0]);
  await page.locator("#tell", { hasText: "1 minute left" }).waitFor({ state: "attached", timeout: 30_000 });
  await sitter.goTo(6);
  const area = sitter.question().locator("textarea");
  await page.waitForFunction(() => /^00:0[0-2]$/.test(document.querySelector(".time").textContent), undefined, { timeout: 90_000 });
  await area.fill("written in the last second");
  await sitter.receipt();
  assert.deepEqual(await sitter.saved(), ["written in the last second"]);
}

async function lateAnswers({ open, exam }) {
  const sitter = await open();
  const { page, wire } = sitter;
  await sitter.start(exam.participants[0]);
  await sitter.choose(0);
  await sitter.place("safe");
  wire.cut();
  await sitter.choose(2);
  await sitter.place("waiting");
  await page.locator(".told-line", { hasText: "safe on this device" }).waitFor({ timeout: 60_000 });
  assert.ok(await page.locator(".sheet[inert]").isVisible(), "nothing is answered after the end");
  // Longer than the seconds that count as being in time.
  await page.waitForTimeout(11_000);
  wire.mend();
  // Nothing is left to be opened, so the server handed in; what came late belongs to it.
  await sitter.receipt();
  assert.deepEqual(await sitter.saved(), ["C"]);
}

async function supervised({ open, exam, staff }) {
  const sitter = await open();
  const { page } = sitter;
  const [ani] = exam.participants;
  await sitter.start(ani);
  await staff.intervene(ani.id, "message", { text: "Ten minutes more for all." });
  await page.locator(".told-line", { hasText: "Ten minutes more for all." }).waitFor();
  await staff.intervene(ani.id, "extend", { seconds: 600 });
  await page.waitForFunction(() => document.querySelector(".time").textContent.startsWith("39:") || document.querySelector(".time").textContent.startsWith("40:"));
  await staff.intervene(ani.id, "pause");
  await page.locator(".paused").waitFor();
  await sitter.inspect();
  const stopped = await sitter.seconds();
  await page.waitForTimeout(2500);
  assert.equal(await sitter.seconds(), stopped, "a stopped clock stands still");
  await staff.intervene(ani.id, "resume");
  await sitter.question().waitFor();
  await sitter.choose(0);
  await sitter.place("safe");
  await staff.intervene(ani.id, "terminate");
  await page.locator(".told", { hasText: "supervisor has ended" }).waitFor();
}

const HOSTILE = `<p>Look <img src="/favicon.svg" alt="A house"><img src="//example.com/x.png" alt="away"><img src="x" onerror="document.title='broken'">
  <script>document.title = "broken"</script><a href="javascript:0">words</a><svg><script>1</script></svg><iframe></iframe>
  <math alttext="x²" onclick="1"><msup><mi>x</mi><mn>2</mn></msup><annotation-xml encoding="text/html"><img src="y"></annotation-xml></math></p>`;

/** Looks at a page that has taken a hostile text apart. Newer browsers tell of each handler that they find in one, though it is
 * refused; whether one ran is seen by what it would have done. */
async function inspectRefused(sitter) {
  const { reader, page } = sitter;
  reader.faults = reader.faults.filter((fault) => !fault.startsWith("console: Executing inline event handler violates"));
  await sitter.inspect();
  assert.notEqual(await page.title(), "broken");
}

/** The server makes texts safe; were it ever wrong, the page would leave out what it does not know. */
async function hostileText({ open, exam }) {
  const sitter = await open();
  const { page } = sitter;
  await sitter.context.route("**/exam/paper?*", async (route) => {
    const paper = await (await route.fetch()).json();
    paper.questions[0].text = HOSTILE;
    await route.fulfill({ json: paper });
  });
  await sitter.start(exam.participants[0]);
  const stem = sitter.question().locator(".stem");
  const inside = await stem.evaluate((element) => Array.from(element.querySelectorAll("*"), (one) => one.localName));
  assert.deepEqual(inside, ["p", "button", "img", "svg", "path", "math", "msup", "mi", "mn"]);
  assert.ok((await stem.textContent()).includes("words"));
  await inspectRefused(sitter);
  await stem.locator(".zoom").click();
  await page.locator(".picture-box img").waitFor();
  await inspectRefused(sitter);
  await page.keyboard.press("Escape");
  await page.locator(".picture-box").waitFor({ state: "detached" });
}

async function registering({ open, exam, staff }) {
  const sitter = await open({ language: "tr" });
  const { page } = sitter;
  const { url } = await staff.ask("GET", `/participants/url-registration-token?eventId=${exam.event.id}`);
  const { pathname, search } = new URL(url);
  await page.goto(sitter.wire.url + pathname + search);
  await page.locator("#name").waitFor();
  await sitter.inspect();
  await page.fill("#name", "Citra Dewi");
  await page.fill("#registeredNumber", `77${process.pid}`);
  await page.locator("form.form button[type=submit]").click();
  await page.locator(".checks").waitFor();
  await sitter.inspect();
  await page.locator(".checks > .actions button").click();
  await page.locator(".lobby-card").waitFor();
  await sitter.inspect();
}

const one = { only: "reading" };

export const stories = [
  story("every type of question", everyType),
  story("on a telephone", everyType, {}, { width: 360, scheme: "dark" }),
  story("registering by a link", registering, one),
  story("by the keyboard alone", byKeyboard, one),
  story("the network is cut and comes back", networkCut, one),
  story("the browser is killed", killed, one),
  story("a save fails, the page is loaded anew, nobody touches it", failedSave, one),
  story("two devices, one participant", twoDevices, one),
  story("the device's clock is moved", movedClock, one),
  story("a shared computer", sharedComputer, { ...one, people: ["Ani Lestari", "Budi Santoso"] }),
  story("time ends while somebody writes", timeEnds, { ...one, seconds: 75 }),
  story("the network is cut over the end", lateAnswers, { ...one, seconds: 20 }),
  story("texts that are no texts", hostileText, one),
  story("what supervisors do", supervised, one),
];
