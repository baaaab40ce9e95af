// People, makers and products whose names are attacks, or longer and higher than any name: nothing of them runs, and no page loses
// its shape over them.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { logIn, newPerson, PASSWORD } from "../lib/steps.mjs";

const LONGEST_NAME = 200;
const LONGEST_TEXT = 10_000;

const HOSTILE = {
  markup: `"><img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>`,
  endings: `</script></title></textarea></bdi>--><svg onload=globalThis.ran=1>{{7*7}}`,
  address: `javascript:globalThis.ran=1//' onmouseover='globalThis.ran=1`,
  turned: "\u202eevil\u202e \u2067mirror\u2066 مرحبا \u200fend",
  unbroken: "W".repeat(LONGEST_NAME),
  marks: `Z${"\u0300\u0315\u0338\u0489".repeat(49)}`,
  faces: "👩‍👩‍👧‍👦🏳️‍🌈".repeat(9),
};

/** One word as long as the longest text, in whole characters. */
const unbroken = (text) => [...text.repeat(Math.ceil(LONGEST_TEXT / [...text].length))].slice(0, LONGEST_TEXT).join("");

async function call(server, path, token, body) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  const { data, message } = await answer.json();
  return { status: answer.status, data, message };
}

/** A name is taken as it is, or refused; refused ones get a harmless one. Answers what was done and whether it was taken. */
async function makeWith(name, make) {
  const taken = await make(name);
  if (taken.status === 201) return { ...taken, isTaken: true };
  assert.equal(taken.status, 400, `a hostile name is taken or refused: ${JSON.stringify(name).slice(0, 80)}`);
  const plain = await make("Nama biasa");
  assert.equal(plain.status, 201, plain.message);
  return { ...plain, isTaken: false };
}

/** Somebody of that name, with a business and a product that bear it everywhere. */
async function makeHostile(server, name) {
  const person = newPerson();
  const text = unbroken(name);
  const place = { name, lat: -7.8, lng: 110.9 };
  await makeWith(name, (fullname) => call(server, "/users", null, { ...person, fullname }));
  const login = await call(server, "/authentications", null, { username: person.username, password: PASSWORD });
  const token = login.data.accessToken;
  const umkm = await makeWith(name, (called) =>
    call(server, "/umkm", token, { name: called, description: text, location: place, history: { text }, contact: [{ name: "instagram", description: name }] }),
  );
  const product = await makeWith(name, (called) =>
    call(server, "/products", token, {
      ...{ name: called, price: 12_345_678_901, description: text },
      resources: [{ name: called, umkm: called, location: place, description: text }],
      production: [{ name: called, description: text }],
      impact: [{ name: called, icon: 1, description: text }],
    }),
  );
  return { person, isTaken: product.isTaken && umkm.isTaken, code: product.data.productId.slice(-16) };
}

/** Nothing of what was written became a part of the page. */
async function assertHarmless(reader) {
  await reader.look();
  const found = await reader.page.evaluate(() => {
    const isTurning = /[\u202a-\u202e\u2066-\u2069]/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const loose = [];
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      const isKept = parentElement.closest("bdi, [dir], .unseen, script, textarea, option") !== null;
      if (isTurning.test(data) && !isKept) loose.push(parentElement.outerHTML.slice(0, 120));
    }
    return {
      ran: globalThis.ran,
      made: document.querySelectorAll("img[src='x'], svg[onload], [onmouseover], a[href^='javascript' i]").length,
      loose,
    };
  });
  assert.deepEqual(found, { ran: undefined, made: 0, loose: [] }, reader.path());
}

async function lookEverywhere(reader, paths) {
  for (const path of paths) {
    await reader.become({ width: PHONE });
    await reader.goTo(path);
    await assertHarmless(reader);
    await reader.become({ width: DESKTOP });
    await assertHarmless(reader);
  }
}

/** What the pages of one hostile name look like, to others and to whoever bears it. */
async function visit(reader, { person, code }, name) {
  const { page } = reader;
  await lookEverywhere(reader, ["/", `/cari?q=${encodeURIComponent(name.slice(0, 150))}`, `/p/${code}`]);
  const maker = await page.locator("a.maker").first().getAttribute("href");
  await lookEverywhere(reader, [maker, "/masuk?kembali=/akun"]);
  await logIn(reader, person.username, PASSWORD);
  const own = `/usaha/produk/${code}`;
  await lookEverywhere(reader, ["/akun", "/dilihat", "/usaha", "/usaha/profil", "/usaha/lembar"]);
  await lookEverywhere(reader, [own, `${own}/tawaran`, `${own}/kunjungan`, `${own}/label`, `${own}/label?ukuran=2x7`, `${own}/hapus`]);
  await reader.press("main form[action$='/hapus'] button[type=submit]");
  await assertHarmless(reader);
  await reader.context.clearCookies();
}

const play = (kinds) => async (reader, server) => {
  let taken = 0;
  for (const kind of kinds) {
    const made = await makeHostile(server, HOSTILE[kind]);
    taken += made.isTaken;
    await visit(reader, made, HOSTILE[kind]);
  }
  return `${taken} of ${kinds.length} names were taken`;
};

/** What administrators decide about is what strangers wrote. */
async function decide(reader, server) {
  for (const name of [HOSTILE.markup, HOSTILE.turned, HOSTILE.unbroken]) await makeHostile(server, name);
  await server.command(["admin", "create", "--username", "ketua", "--email", "ketua@example.org", "--role", "admin"], `${PASSWORD}\n`);
  await reader.goTo("/masuk?kembali=/pengelola");
  await logIn(reader, "ketua", PASSWORD);
  assert.ok((await reader.page.locator("main form").count()) > 0, "something waits for a decision");
  await lookEverywhere(reader, ["/pengelola", "/pengelola/dampak", "/pengelola/laporan", "/pengelola/catatan", "/admin", "/admin/orang", "/admin/catatan"]);
  await reader.goTo("/pengelola");
  await reader.press("main form[action^='/pengelola/usaha'] button[type=submit]");
  await lookEverywhere(reader, ["/pengelola?status=disetujui", "/pengelola/catatan"]);
}

/** What was typed comes back in suggestions and in forms. */
async function typeIt(reader, server) {
  const made = await makeHostile(server, HOSTILE.markup);
  const { page } = reader;
  await reader.goTo("/");
  await page.locator("#cari").pressSequentially("onerror", { delay: 20 });
  if (made.isTaken) await page.locator(".suggestions [role=option]").first().waitFor();
  await assertHarmless(reader);
  await reader.goTo("/daftar");
  for (const name of ["fullname", "username", "email"]) await page.fill(`main [name=${name}]`, HOSTILE.endings);
  await page.fill("main [name=password]", "x");
  await reader.press("main form[action='/daftar'] button[type=submit]");
  await page.locator("#ringkasan").waitFor();
  assert.equal(await page.inputValue("[name=fullname]"), HOSTILE.endings);
  await assertHarmless(reader);
}

export const stories = [
  { name: "hostile, markup", on: "hostile", kind: { language: "id" }, play: play(["markup", "endings", "address"]) },
  { name: "hostile, shapes", on: "hostile", kind: { language: "en", scheme: "dark" }, play: play(["turned", "unbroken", "marks", "faces"]) },
  { name: "hostile, administrator", on: "moderated", kind: { language: "en" }, play: decide },
  { name: "hostile, typed", on: "hostile", kind: { language: "tr" }, play: typeIt },
];
