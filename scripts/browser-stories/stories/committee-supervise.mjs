// Supervising while somebody sits: a supervisor's page and a participant's page against each other, on a desk and on a telephone.

import { strict as assert } from "node:assert";
import { PHONE } from "../lib/reader.mjs";
import { story } from "../lib/sitting.mjs";

/** Milliseconds in which what happened has to be seen, with room for a machine that plays several stories at once. */
const SOON = { timeout: 8_000 };

/** Opens the board as a proctor. */
async function supervise({ open, server }, exam, kind = {}) {
  const { page, reader } = await open({ language: "id", ...kind });
  await page.goto(`${server.url}/ujian/masuk`);
  await page.fill("main [name=username]", "demo.pengawas");
  await page.fill("main [name=password]", server.password);
  await Promise.all([page.waitForEvent("load"), page.locator("main form button[type=submit]").click()]);
  reader.url = server.url;
  await reader.goTo(`/ujian/${exam.event.id}/awasi`);
  return { page, reader };
}

const row = (page, name) => page.locator("tbody tr", { hasText: name });

/** Presses what does something to whoever is ticked, fills in what it asks for, and comes back. */
async function act({ page, reader }, name, fields, back = true) {
  await reader.press(`button[value=${name}]`);
  await reader.inspect();
  for (const [field, value] of Object.entries(fields)) await page.fill(`main [name=${field}]`, value);
  await reader.press("main .narrow form button[type=submit]");
  await page.getByText("Selesai untuk 1 peserta.").waitFor();
  await reader.inspect();
  if (back) await reader.press(".actions .button");
}

async function atOneAnother(tools) {
  const { open, exam } = tools;
  const sitter = await open();
  const watcher = await supervise(tools, exam);
  const { page, reader } = watcher;
  const ani = row(page, "Ani Lestari");
  await ani.getByText("Terdaftar").waitFor();
  await reader.inspect();
  // What the participant does is seen without a touch, and what was ticked stays ticked meanwhile.
  await ani.locator("input").check();
  await ani.locator("input").focus();
  await sitter.start(exam.participants[0]);
  await ani.getByText("Mengerjakan").waitFor(SOON);
  await ani.getByText("Tersambung").waitFor(SOON);
  await sitter.choose(1);
  await sitter.place("safe");
  await ani.getByText("1 dari 6 terjawab").waitFor(SOON);
  assert.ok(await ani.locator("input").isChecked(), "the tick stays");
  assert.ok(await ani.locator("input").evaluate((box) => box === document.activeElement), "the focus stays");
  // What the supervisor does is seen by the participant.
  await act(watcher, "message", { text: "Sepuluh menit lagi." });
  await sitter.page.locator(".told-line", { hasText: "Sepuluh menit lagi." }).waitFor(SOON);
  await ani.locator("input").check();
  await act(watcher, "pause", { reason: "Listrik padam" });
  await sitter.page.locator(".paused").waitFor(SOON);
  await ani.getByText("Dijeda").waitFor(SOON);
  await ani.locator("input").check();
  await act(watcher, "resume", {});
  await sitter.page.locator(".paused").waitFor({ state: "hidden", ...SOON });
  const before = await sitter.seconds();
  await ani.locator("input").check();
  await act(watcher, "extend", { minutes: "10", reason: "Listrik padam" });
  await sitter.page.waitForFunction((least) => {
    const text = document.querySelector(".time")?.textContent ?? "";
    return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) > least;
  }, before + 500, SOON);
  // A flag of the participant's page appears, here and in what is told of the exam.
  const flag = { flags: [{ kind: "paste", at: new Date().toISOString(), detail: "dari luar" }] };
  await sitter.page.evaluate(async (body) => {
    const { csrfToken } = await (await fetch("/api/v1/exam/auth/csrf-token")).json();
    const headers = { "Content-Type": "application/json", "X-XSRF-TOKEN": csrfToken };
    await fetch("/api/v1/exam/flags", { method: "POST", headers, body: JSON.stringify(body) });
  }, flag);
  await ani.getByText("Menempel 1").waitFor(SOON);
  await reader.press("tbody tr th a");
  await page.locator(".watch-story .flag", { hasText: "dari luar" }).waitFor();
  await page.locator(".watch-story .act", { hasText: "memberi 10 menit" }).waitFor();
  await reader.inspect();
  await sitter.next();
  await sitter.choose(0);
  await page.locator(".watch-sections", { hasText: "2 dari 6 terjawab" }).waitFor(SOON);
  // Ending is asked for first.
  await reader.press(".actions .button.grave");
  await reader.inspect();
  await page.fill("main [name=reason]", "Curang");
  await reader.press("main .narrow form button[type=submit]");
  await sitter.page.locator(".told", { hasText: "supervisor has ended" }).waitFor(SOON);
  await page.locator(".watch-story", { hasText: "Pengawas mengakhiri ujian" }).waitFor();
  await reader.inspect();
}

async function onATelephone(tools) {
  const { exam } = tools;
  const { page, reader } = await supervise(tools, exam, { width: PHONE, scheme: "dark" });
  await reader.inspect();
  await reader.press(".watch-ways a[href*='tampil=petak']");
  await reader.inspect();
  await page.locator(".watch.tiles").waitFor();
  await reader.press(".watch-counts a[href*='saring=belum-hadir']");
  assert.equal(await page.locator("tbody tr").count(), 3);
  await page.locator("[data-all]").check();
  await page.getByText("3 dipilih").waitFor();
  await reader.press("button[value=terminate]");
  await page.getByText("Akhiri ujian 3 peserta").waitFor();
  await reader.inspect();
  await reader.press("main .narrow form button[type=submit]");
  await page.locator("#reason-fault").waitFor();
  await reader.inspect();
}

async function withoutAServer(tools) {
  const { open, exam } = tools;
  const watcher = await open({ language: "id" });
  const { page, wire } = watcher;
  await page.goto(`${wire.url}/ujian/masuk`);
  await page.fill("main [name=username]", "demo.pengawas");
  await page.fill("main [name=password]", tools.server.password);
  await Promise.all([page.waitForEvent("load"), page.locator("main form button[type=submit]").click()]);
  await page.goto(`${wire.url}/ujian/${exam.event.id}/awasi`);
  wire.cut();
  await page.locator(".watch-fresh.lost [role=status]", { hasText: "Tidak tersambung" }).waitFor({ timeout: 20_000 });
  wire.mend();
  await page.locator(".watch-fresh:not(.lost)").waitFor({ timeout: 30_000 });
  // A session that ended elsewhere is told, and nothing is asked any more.
  await page.context().clearCookies();
  await page.locator(".watch-fresh.lost [role=status]", { hasText: "Sesi Anda sudah berakhir" }).waitFor(SOON);
}

const people = ["Ani Lestari", "Budi Santoso", "Citra <i>Dewi</i>"];
export const stories = [
  story("a supervisor's and a participant's page", atOneAnother, { people, only: "reading" }),
  story("supervising on a telephone", onATelephone, { people, only: "reading" }),
  story("supervising without a network", withoutAServer, { only: "reading" }),
].map((one) => ({ ...one, name: one.name.replace("exam:", "supervise:") }));
