// Somebody looks for something to buy: by category and place, by words, near themselves; looks at it and at who offers it, and
// keeps it for later.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { assertDone, assertFaulty, logIn } from "../lib/steps.mjs";

/** How many listings the page says there are. */
async function total(page) {
  const text = await page.locator("p.lead[role=status]").textContent();
  return Number((text ?? "").replaceAll(/\D/g, ""));
}

async function narrow(reader, heading, choice) {
  const { page } = reader;
  const facet = page.locator(".facet", { has: page.locator("summary", { hasText: heading }) });
  await facet.locator("summary").click();
  await Promise.all([page.waitForEvent("load"), facet.locator("li a", { hasText: choice }).first().click()]);
  await reader.look();
}

/** The values beside a chosen one stay offered, and taking it back leads where one was. */
async function browseCategory(reader) {
  const { page } = reader;
  await reader.goTo("/pasar");
  await reader.inspect();
  await reader.press("main .root[href='/pasar/kategori/electronics']");
  await reader.inspect();
  const all = await total(page);
  await narrow(reader, "Şehir", "İstanbul");
  const here = await total(page);
  assert.ok(here > 0 && here < all, `${here} of ${all} are in one city`);
  const cities = page.locator(".facet", { has: page.locator("summary", { hasText: "Şehir" }) }).locator("li");
  assert.ok((await cities.count()) > 3, "other cities stay offered");
  await reader.inspect();
  await reader.press(".chosen a");
  assert.equal(await total(page), all);
  await page.fill("[name=dari]", "1.000");
  await page.fill("[name=sampai]", "5.000");
  await reader.press(".price-range button");
  assert.match(page.url(), /dari=1\.000&sampai=5\.000/);
  assert.ok((await total(page)) < all);
}

async function search(reader) {
  const { page } = reader;
  await reader.goTo("/pasar");
  await page.fill("#cari-pasar", "BİSİKLET");
  await Promise.all([page.waitForEvent("load"), page.press("#cari-pasar", "Enter")]);
  await reader.look();
  const shouted = await total(page);
  await reader.goTo("/pasar/cari?q=bisiklet");
  assert.ok(shouted > 0 && shouted === (await total(page)), "capitals of a language find the same");
  await reader.goTo("/pasar/cari?q=yokboylebirsey");
  await reader.inspect();
}

async function seeListing(reader) {
  const { page } = reader;
  await reader.goTo("/pasar/kategori/vehicles");
  const title = await page.locator("main .card h3 a").first().textContent();
  await reader.press("main .card h3 a");
  assert.equal(await page.locator("h1").textContent(), title);
  assert.ok((await page.locator("figure.map > svg").count()) === 1, "the listing is on a map");
  await reader.inspect();
  const address = reader.path();
  await reader.press("a.seller");
  await reader.inspect();
  assert.ok((await page.locator(`main a[href='${address}']`).count()) <= 1);
  return address;
}

async function findNear(reader) {
  const { page } = reader;
  await reader.context.grantPermissions(["geolocation"]);
  await reader.context.setGeolocation({ latitude: 41.0151, longitude: 28.9795 });
  await reader.goTo("/pasar/cari");
  await reader.press("[data-near]");
  assert.match(page.url(), /dekat=41\.02%2C28\.98/, "no more exact than a neighbourhood");
  const far = await page.locator(".card .beneath").allTextContents();
  const kilometres = far.map((text) => Number(/([\d,]+) km/.exec(text)?.[1].replace(",", ".")));
  assert.ok(kilometres.length > 5 && kilometres.every((km, at) => at === 0 || km >= kilometres[at - 1]), `by distance: ${kilometres}`);
  await reader.inspect();
}

async function keep(reader, server, address) {
  const { page } = reader;
  await reader.goTo(address);
  await reader.press("main a[href^='/masuk']");
  await logIn(reader, "ayse.demirkan", server.password);
  assert.equal(reader.path(), address);
  await reader.press("button[name=simpan]");
  await assertDone(reader);
  await reader.goTo("/tersimpan");
  await reader.inspect();
  assert.equal(await page.locator("main .card").count(), 1);
  await reader.press("main .card h3 a");
  await reader.press("button[name=simpan][value=tidak]");
  await assertDone(reader);
}

/** The button of a form that does what the form is for. */
const POST = "main .form button[type=submit]:not([name])";

/** What was found stands on a map; each mark leads nearer, and at last to a list. */
async function lookAtMap(reader) {
  const { page } = reader;
  await reader.goTo("/pasar/kategori/electronics");
  const all = await total(page);
  await reader.press(".views a[href*='tampil=peta']");
  assert.equal(await total(page), all);
  await reader.inspect();
  const marks = await page.locator(".map .mark.count").count();
  assert.ok(marks > 3 && marks === (await page.locator(".map-list li").count()), `${marks} marks, each in the list`);
  const numbers = [...(await page.locator(".map-list .map-sign").allTextContents()), ...(await page.locator(".unplaced").allTextContents())];
  assert.equal(numbers.reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, "")), 0), all, "every listing is in one of them, or has no place");
  for (let step = 0; step < 8 && (await page.locator("main .card").count()) === 0; step += 1) {
    const here = reader.path();
    await reader.press(".map-list a");
    assert.notEqual(reader.path(), here, "a mark leads on");
  }
  assert.ok((await page.locator("main .card").count()) > 0, "at last there is a list");
}

/** What narrows a list is saved, found again, renamed, and deleted. */
async function saveSearch(reader) {
  const { page } = reader;
  await reader.goTo("/pasar/kategori/electronics?kota=%C4%B0stanbul&harga=0-50000");
  const found = await total(page);
  await page.click(".saving summary");
  assert.match(await page.inputValue(".saving [name=name]"), /İstanbul/);
  await page.check(".saving [name=surat]");
  await reader.inspect();
  await reader.press(".saving button");
  await assertDone(reader);
  const address = reader.path().split("?")[0];
  assert.equal(await total(page), found);
  await reader.inspect();
  await page.click(".search-tools details:not(.dialog) summary");
  await page.fill("#name", "Elektronik");
  await reader.press(".search-form button");
  await assertDone(reader);
  await reader.goTo("/pencarian");
  await reader.inspect();
  assert.equal(await page.locator(".searches strong").first().textContent(), "Elektronik");
  await reader.goTo("/tersimpan");
  await reader.press(".tabs a[href='/pencarian']");
  await reader.press(`.searches a[href='${address}']`);
  await page.click(".search-tools .dialog summary");
  await reader.press(".search-tools .dialog button");
  await assertDone(reader);
}

/** By few taps: what it is, where it is, one form, and a picture. Nobody sees it before a moderator does. */
async function sell(reader) {
  const { page } = reader;
  await reader.goTo("/jual");
  await reader.inspect();
  await reader.press("main a[href='/jual/baru']");
  await reader.inspect();
  await page.fill("#pilih", "dağ bisiklet");
  await reader.press(".choose-search button");
  await reader.inspect();
  await reader.press(".choose-list a");
  await page.fill("#pilih", "konak");
  await reader.press(".choose-search button");
  await reader.press(".choose-list a");
  await page.fill("#title", "Dağ bisikleti, 27,5 jant");
  await page.locator("[data-draft]", { hasText: "Taslak olarak saklandı" }).waitFor();
  await goOnWithDraft(reader);
  await page.fill("#price", "yok");
  await reader.press(POST);
  await assertFaulty(reader, "price");
  await reader.inspect();
  await page.fill("#price", "12.500");
  await reader.press("main .form button[value=lihat]");
  await reader.inspect();
  assert.match(await page.locator(".preview").innerText(), /12\.500/);
  await reader.press(POST);
  await assertDone(reader);
  await addPictures(reader);
}

/** What was typed is kept by itself, and found again. */
async function goOnWithDraft(reader) {
  const { page } = reader;
  await reader.goTo("/jual");
  await reader.inspect();
  await reader.press(".drafts a");
  assert.equal(await page.inputValue("#title"), "Dağ bisikleti, 27,5 jant");
  await reader.press("main .form button[value=kategori]");
  await reader.inspect();
  await page.goBack();
  await reader.look();
}

/** Two pictures change places under a finger, and by a button. */
async function addPictures(reader) {
  const { page } = reader;
  for (const path of ["/jual", "/pasar"]) {
    const other = await page.context().newPage();
    await other.goto(new URL(path, page.url()).href);
    const picture = { name: "foto.png", mimeType: "image/png", buffer: await other.screenshot() };
    await other.close();
    await page.setInputFiles("main input[type=file]", picture);
    await Promise.all([page.waitForURL(/sudah=foto/), page.click("main .form button[type=submit]")]);
    await reader.look();
    await page.goto(page.url().split("?")[0]);
  }
  const order = () => page.locator(".own-pictures img").evaluateAll((images) => images.map((image) => image.getAttribute("src")));
  const before = await order();
  assert.equal(before.length, 2);
  const width = await page.locator(".own-pictures img").first().evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.ok(width > 0, "its seller sees the picture");
  await page.locator(".own-pictures").evaluate((list) => list.scrollIntoView({ block: "center" }));
  const [from, to] = [await page.locator(".grip").nth(1).boundingBox(), await page.locator(".own-pictures img").first().boundingBox()];
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 20, { steps: 6 });
  await Promise.all([page.waitForURL(/sudah=foto/), page.mouse.up()]);
  await reader.look();
  assert.deepEqual(await order(), before.toReversed());
  await reader.press(".own-pictures button[name=ke]");
  assert.deepEqual(await order(), before);
  await reader.inspect();
}

async function play(reader, server) {
  await browseCategory(reader);
  await search(reader);
  const address = await seeListing(reader);
  await lookAtMap(reader);
  if (reader.kind.scripts) await findNear(reader);
  if (reader.kind.width === PHONE && reader.kind.scripts) {
    await keep(reader, server, address);
    await saveSearch(reader);
    await sell(reader);
  }
}

export const stories = [
  { name: "market, phone", on: "demo", kind: { language: "tr", width: PHONE, scripts: true }, play },
  { name: "market, desktop", on: "demo", kind: { language: "tr", width: DESKTOP, scripts: true, scheme: "dark" }, play },
  { name: "market, no scripts", on: "demo", kind: { language: "tr", width: PHONE, scripts: false }, play },
];
