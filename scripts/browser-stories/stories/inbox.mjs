// A buyer and a seller talk, each in a browser of their own: what one sends the other sees, and nothing that was typed is lost.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE, Reader } from "../lib/reader.mjs";
import { assertDone, logIn, newPerson, register } from "../lib/steps.mjs";

/** Somebody of the demo who offers something. */
const SELLER = "ayse.demirkan";
const HOSTILE = `<script>alert(1)</script> "><img src=x onerror=alert(2)> \u202e${"\u0627\u0628".repeat(30)} ${"W".repeat(1500)}`;

/** A listing of the seller's, as anybody finds it. */
async function listingOf(server) {
  const body = JSON.stringify({ username: SELLER, password: server.password });
  const answer = await fetch(`${server.url}/login`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const { accessToken } = await answer.json();
  const asked = (path) => fetch(server.url + path, { headers: { Authorization: `Bearer ${accessToken}` } }).then((answer) => answer.json());
  const { userId } = await asked("/currentuser");
  for (let page = 1; page < 30; page += 1) {
    const { listings } = await asked(`/v1/listings?pageRowCount=100&pageNumber=${page}`);
    const own = listings.find((listing) => listing.userId === userId);
    if (own) return own;
  }
  throw new Error(`${SELLER} offers nothing`);
}

/** The text that is being written. */
const field = (reader) => reader.page.locator("#teks");
/** The line that says something. */
const line = (reader, text) => reader.page.locator(".talk-line", { hasText: text });

/** Sends what is typed; where scripts run, the page stays. */
async function send(reader, text) {
  await field(reader).fill(text);
  const button = ".talk-write button[type=submit]";
  if (reader.kind.scripts) await reader.page.click(button);
  else await reader.press(button);
}

/** Registers somebody, who asks the seller. */
async function ask(reader, server, text) {
  const listing = await listingOf(server);
  await reader.goTo("/daftar?kembali=/pesan");
  await register(reader, newPerson("Sari Puspita"));
  assert.equal(reader.path(), "/pesan");
  await reader.inspect();
  await reader.goTo(`/pesan/baru?iklan=${listing.id}`);
  await reader.inspect();
  await field(reader).fill(text);
  await reader.press("main form[action='/pesan/baru'] button[type=submit]");
  await line(reader, text).waitFor();
  assert.match(reader.path(), /^\/pesan\/[0-9a-f-]{36}$/);
  await reader.inspect();
}

/** The seller opens the thread in which something was asked. */
async function openThread(seller, server, text) {
  await seller.goTo("/masuk?kembali=/pesan");
  await logIn(seller, SELLER, server.password);
  assert.match(await seller.page.title(), /^\(\d+\) /);
  await seller.inspect();
  await seller.press(`.inbox-row:has-text("${text}") a`);
  await line(seller, text).waitFor();
  await seller.inspect();
}

/** What the browser itself says of refusals and of a lost network is no fault of a page. */
function forgive(reader) {
  reader.faults = reader.faults.filter((fault) => !/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault));
}

/** What is written while the network is away waits, also over a page that is loaded anew, and is sent once. */
async function loseTheNetwork(buyer) {
  const queued = buyer.page.locator(".talk-queued", { hasText: "Halo dari terowongan" });
  await buyer.context.setOffline(true);
  await send(buyer, "Halo dari terowongan");
  await queued.waitFor();
  assert.equal(await field(buyer).inputValue(), "");
  await buyer.context.setOffline(false);
  await line(buyer, "Halo dari terowongan").waitFor();
  await queued.waitFor({ state: "detached" });
  // The message arrives, and its answer does not.
  const swallow = async (route) => {
    if (route.request().method() !== "POST" || route.request().url().endsWith("/mengetik")) return route.fallback();
    await route.fetch();
    return route.abort();
  };
  await buyer.page.route("**/pesan/*", swallow);
  await send(buyer, "Sekali saja");
  const waits = buyer.page.locator(".talk-queued", { hasText: "Sekali saja" });
  await waits.waitFor();
  await buyer.page.waitForFunction(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith("balai:antre:")) ?? "") ?? "[]")[0]?.tries > 0);
  await buyer.page.reload();
  await waits.waitFor();
  await buyer.inspect();
  await buyer.page.unroute("**/pesan/*", swallow);
  await buyer.page.reload();
  await waits.waitFor({ state: "detached" });
  await line(buyer, "Sekali saja").waitFor();
  assert.equal(await line(buyer, "Sekali saja").count(), 1);
  forgive(buyer);
}

/** What happens is seen at once, not when it is looked for anew: within so many milliseconds. */
const AT_ONCE = { timeout: 2_000 };

/** Waits until a page's script hears what happens. */
async function hears(reader) {
  const response = await reader.page.waitForResponse((response) => response.url().endsWith("/pesan/arus"));
  assert.equal(response.status(), 200);
}

/** One sees the other one write, and what was sent arrive, be read, and be counted, all at once. */
async function seeEachOther(buyer, seller) {
  await Promise.all([hears(buyer), buyer.page.reload()]);
  await Promise.all([hears(seller), seller.page.reload()]);
  await seller.page.locator("#teks").pressSequentially("Ya, ");
  await buyer.page.locator("[data-typing]:not(:empty)").waitFor(AT_ONCE);
  await buyer.inspect();
  await send(seller, "Ya, tersedia.");
  await line(buyer, "Ya, tersedia.").waitFor(AT_ONCE);
  assert.equal(await buyer.page.locator("[data-typing]").textContent(), "");
  await line(seller, "Ya, tersedia.").locator(".talk-state.read").waitFor(AT_ONCE);
  // Whoever looks at all threads is told of a message, and has not read it.
  await Promise.all([hears(seller), seller.goTo("/pesan")]);
  await send(buyer, "Bisa ditawar?");
  await seller.page.locator(".inbox-row.unread", { hasText: "Bisa ditawar?" }).waitFor(AT_ONCE);
  await seller.page.locator(".menu [data-waiting]:not([hidden])").waitFor(AT_ONCE);
  await line(buyer, "Bisa ditawar?").locator(".talk-state:not(.read)", { hasText: "Sampai" }).waitFor(AT_ONCE);
  await seller.look();
  await seller.inspect();
  // What was sent while one of them had no network is there when it is back.
  await seller.context.setOffline(true);
  await send(buyer, "Halo, Bu?");
  await seller.context.setOffline(false);
  await seller.press('.inbox-row:has-text("ditawar") a, .inbox-row:has-text("Halo, Bu?") a');
  await line(seller, "Halo, Bu?").waitFor();
  await line(buyer, "Halo, Bu?").locator(".talk-state.read").waitFor();
  for (const one of [buyer, seller]) forgive(one);
}

/** What was written is changed, and taken back; the other one sees both, at once where scripts run. */
async function changeWhatWasSaid(buyer, seller) {
  const seen = async (text) => {
    if (!seller.kind.scripts) await seller.goTo(seller.path());
    await line(seller, text).waitFor();
  };
  await send(buyer, "Salah ketik");
  await line(buyer, "Salah ketik").waitFor();
  await seen("Salah ketik");
  await buyer.press('.talk-line:has-text("Salah ketik") a[href*="/ubah/"]');
  await buyer.inspect();
  await field(buyer).fill("Benar ketik");
  await buyer.press("main form.form button[type=submit]");
  await line(buyer, "Benar ketik").waitFor();
  await seen("Benar ketik");
  assert.equal(await line(seller, "Salah ketik").count(), 0);
  await buyer.press('.talk-line:has-text("Benar ketik") a[href*="/ubah/"]');
  await buyer.press("main form[action*='/tarik/'] button");
  await assertDone(buyer);
  await seen("ditarik oleh pengirimnya");
  assert.equal(await line(seller, "Benar ketik").count(), 0);
  await buyer.inspect();
}

/** Whether the pictures of a line are there to be seen. */
const isDrawn = (image) => image.evaluate((element) => element.complete && element.naturalWidth > 0);

async function waitUntilDrawn(reader, text, count) {
  const images = line(reader, text).locator(".talk-shown img");
  await images.nth(count - 1).waitFor();
  for (const image of await images.all()) {
    await image.scrollIntoViewIfNeeded();
    for (let look = 0; look < 100 && !(await isDrawn(image)); look += 1) await reader.page.evaluate(() => new Promise(requestAnimationFrame));
    assert.ok(await isDrawn(image), `a picture of “${text}” is drawn`);
  }
}

/** Pictures come with a message, whether a script sends each of them or the form does. */
async function exchangePictures(seller, buyer) {
  const photo = await seller.page.screenshot({ type: "jpeg" });
  const files = (count) => Array.from({ length: count }, (_, at) => ({ name: `foto-${at}.jpg`, mimeType: "image/jpeg", buffer: photo }));
  const choose = (chosen) => seller.page.locator(".talk-file input").first().setInputFiles(chosen);
  const chips = seller.page.locator(".talk-chip[data-picture]");
  await choose(files(3));
  if (seller.kind.scripts) {
    await chips.nth(2).waitFor();
    await seller.inspect();
    await seller.look();
    await chips.last().locator(".talk-remove").click();
    assert.equal(await chips.count(), 2);
    // One that is no picture says so, and keeps nothing from being sent but itself.
    await choose([{ name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") }]);
    await seller.page.locator(".talk-chip.failed span:not(:empty)").waitFor();
    await seller.inspect();
    await seller.page.locator(".talk-chip.failed .talk-remove").click();
  }
  const count = seller.kind.scripts ? 2 : 3;
  await send(seller, "Ini fotonya");
  await waitUntilDrawn(seller, "Ini fotonya", count);
  if (!buyer.kind.scripts) await buyer.goTo(buyer.path());
  await waitUntilDrawn(buyer, "Ini fotonya", count);
  await buyer.look();
  await buyer.inspect();
  if (!seller.kind.scripts) return;
  // Without a network a picture waits for whoever chose it, and what was written stays.
  await seller.context.setOffline(true);
  await field(seller).fill("Satu foto lagi");
  await choose(files(1));
  await seller.page.locator(".talk-chip.failed button.link").waitFor();
  await seller.page.click(".talk-write button[type=submit]");
  assert.equal(await field(seller).inputValue(), "Satu foto lagi");
  await seller.context.setOffline(false);
  await seller.page.click(".talk-chip.failed button.link");
  await chips.first().waitFor();
  await seller.page.click(".talk-write button[type=submit]");
  await waitUntilDrawn(buyer, "Satu foto lagi", 1);
  forgive(seller);
}

/** What is put away is not among all threads, and comes back with a new message. */
async function putAway(seller, buyer) {
  const row = (where) => seller.page.locator(`.inbox-row a[href^="${where}"]`);
  const thread = new URL(buyer.page.url()).pathname;
  await seller.goTo(thread);
  await seller.press("form[action$='/arsip'] button");
  await assertDone(seller);
  await seller.goTo("/pesan");
  assert.equal(await row(thread).count(), 0);
  await seller.press("a[href='/pesan?arsip=ya']");
  await row(thread).waitFor();
  await seller.inspect();
  await send(buyer, "Masih di sana?");
  await line(buyer, "Masih di sana?").waitFor();
  await seller.goTo("/pesan");
  await row(thread).waitFor();
  await seller.goTo(thread);
}

/** One press says what is said often, and sends nothing. */
async function answerQuickly(seller) {
  const thread = seller.path();
  await seller.goTo("/pesan/jawaban");
  await seller.page.fill("main form.form textarea", "COD setelah jam lima");
  await seller.press("main form.form button[type=submit]");
  await assertDone(seller);
  await seller.inspect();
  await seller.goTo(thread);
  const button = '.talk-quick button:has-text("COD setelah jam lima")';
  await field(seller).fill("Halo,");
  if (seller.kind.scripts) await seller.page.click(button);
  else await seller.press(button);
  assert.match(await field(seller).inputValue(), /^Halo,\s+COD setelah jam lima$/);
  await field(seller).fill("");
}

/** What somebody reports is judged by a moderator, who sees what was said around it. */
async function judge(seller, server) {
  await seller.press('.talk-line:not(.own) a[href*="/lapor/"]');
  await seller.inspect();
  await seller.page.selectOption("#category", "insult");
  await seller.press("main form.form button[type=submit]");
  await assertDone(seller);
  for (const width of [PHONE, DESKTOP]) {
    const moderator = await Reader.open(seller.context.browser(), seller.url, { ...seller.kind, width });
    try {
      await moderator.goTo("/masuk?kembali=/pesan/laporan");
      await logIn(moderator, "demo.moderator", server.password);
      await moderator.inspect();
      await moderator.press(".inbox-row a");
      await moderator.page.locator(".talk-line.reported").waitFor();
      await moderator.inspect();
      if (width === PHONE) continue;
      await moderator.page.fill("#catatan", "Salah paham");
      await moderator.press("button[value=abaikan]");
      await assertDone(moderator);
    } finally {
      await moderator.close();
    }
  }
}

/** Whoever is blocked is told so where they are, and keeps what they wrote. */
async function block(buyer, seller) {
  await seller.page.click(".talk-away summary");
  await seller.press(".talk-away .dialog form button");
  await assertDone(seller);
  await seller.inspect();
  await send(buyer, "Kenapa?");
  await buyer.page.locator("#ringkasan").waitFor();
  assert.equal(await field(buyer).inputValue(), "Kenapa?");
  assert.equal(await buyer.page.evaluate(() => document.activeElement?.id), "ringkasan");
  forgive(buyer);
  await buyer.inspect();
  await seller.page.click(".talk-away summary");
  await seller.press(".talk-away .dialog form button");
  await buyer.page.click(".talk-write button[type=submit]");
  await line(seller, "Kenapa?").waitFor();
  assert.equal(await buyer.page.locator("#ringkasan").count(), 0);
}

async function talkLive(buyer, server) {
  const seller = await Reader.open(buyer.context.browser(), buyer.url, { ...buyer.kind, width: PHONE });
  try {
    await ask(buyer, server, "Apakah masih ada, Bu?");
    await openThread(seller, server, "Apakah masih ada, Bu?");
    await buyer.page.locator(".talk-state.read").waitFor();
    await seeEachOther(buyer, seller);
    await field(buyer).fill("Saya sedang menulis");
    await send(seller, "Masih ada.");
    await line(seller, "Masih ada.").waitFor();
    await line(buyer, "Masih ada.").waitFor();
    assert.equal(await field(buyer).inputValue(), "Saya sedang menulis", "what is being written stays");
    await buyer.goTo(buyer.path());
    assert.equal(await field(buyer).inputValue(), "Saya sedang menulis", "a draft is kept");
    await loseTheNetwork(buyer);
    await line(seller, "Halo dari terowongan").waitFor();
    await send(buyer, HOSTILE);
    for (const one of [buyer, seller]) {
      await line(one, "WWWW").waitFor();
      await one.look();
      await one.inspect();
    }
    await exchangePictures(seller, buyer);
    await changeWhatWasSaid(buyer, seller);
    await putAway(seller, buyer);
    await answerQuickly(seller);
    await judge(seller, server);
    await block(buyer, seller);
    await seller.goTo("/pesan");
    await send(buyer, "Satu lagi");
    await seller.page.locator(".inbox-row.unread", { hasText: "Satu lagi" }).waitFor();
    assert.match(await seller.page.title(), /^\(\d+\) /);
    for (const one of [buyer, seller]) assert.deepEqual(one.faults, []);
  } finally {
    await seller.close();
  }
}

async function talkWithoutScripts(buyer, server) {
  const seller = await Reader.open(buyer.context.browser(), buyer.url, { ...buyer.kind, width: DESKTOP });
  try {
    await ask(buyer, server, "Bisa dikirim ke Bandung?");
    await openThread(seller, server, "Bisa dikirim ke Bandung?");
    assert.equal(await seller.page.locator("[data-typing]").textContent(), "");
    await send(seller, "Bisa.");
    await buyer.goTo(buyer.path());
    await line(buyer, "Bisa.").waitFor();
    await send(buyer, HOSTILE);
    await exchangePictures(seller, buyer);
    await changeWhatWasSaid(buyer, seller);
    await putAway(seller, buyer);
    await answerQuickly(seller);
    await buyer.goTo("/pesan?q=bandung");
    await buyer.press(".inbox-row a");
    await line(buyer, "Bisa dikirim ke Bandung?").waitFor();
    await buyer.press(".talk-way a[rel=next]");
    await line(buyer, "Bisa.").waitFor();
  } finally {
    await seller.close();
  }
}

export const stories = [
  { name: "inbox: two who talk see each other's messages at once", on: "demo", kind: { width: DESKTOP, scheme: "dark" }, play: talkLive },
  { name: "inbox: the same without scripts, by loading pages anew", on: "demo", kind: { scripts: false }, play: talkWithoutScripts },
];
