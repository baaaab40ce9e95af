// Every page that a link, the menu or the list for search engines leads to, as nobody, as a producer, as an administrator: on a
// telephone in light and on a desktop in the dark, looked over by axe-core, weighed, and watched while it moves.

import { strict as assert } from "node:assert";
import { DESKTOP, PHONE } from "../lib/reader.mjs";
import { countBytes, MOST_BYTES, MOST_SHIFT, readPaint, scrollThrough } from "../lib/sizes.mjs";
import { logIn, newPerson, register } from "../lib/steps.mjs";

/** Pages of one kind are made by one template: this many of each are enough. */
const OF_EACH = 2;

/** Rules about what depends on the screen; the others were asked on the first one. */
const SEEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"];

/** What is no page for people, or shows another program's: the reference of the API. */
const NO_PAGES = /^\/(docs|swagger|openapi|getPostmanCollection|media|assets|metrics|health|v1)|\.(svg|png|pdf|rss|xml|csv|xlsx|txt|json)$/;

/** What two pages of the same template have in common; `undefined` for what is no page. */
function kindOf(url, origin) {
  const { pathname, search, origin: where } = new URL(url);
  if (where !== origin || NO_PAGES.test(pathname)) return undefined;
  const rooms = pathname.replace(/^\/admin\/kategori\/(?!_)[^/]+/, "/admin/kategori/*").replace(/\/atribut\/(?!_)[^/]+/, "/atribut/*");
  const people = rooms.replace(/^\/admin\/orang\/[^/]+/, "/admin/orang/*").replace(/^\/jual\/(?!baru|draf)[^/]+/, "/jual/*");
  const path = people.replace(/^\/(produk|pembuat|p|01|iklan|penjual|pasar\/kategori)\/[^/]+/, "/$1/*").replace(/^\/usaha\/produk\/(?!baru)[^/]+/, "/usaha/produk/*");
  const talk = path.replace(/^\/pesan\/(?!baru)[^/]+(\/lapor)?.*/, "/pesan/*$1");
  return search ? `${talk}?` : talk;
}

/** Addresses on the page that lead to pages. */
function linksOf(page) {
  return page.$$eval("a[href]:not([download])", (links) => links.map((link) => link.href.split("#")[0]));
}

async function sitemap(server) {
  const text = await (await fetch(`${server.url}/sitemap.xml`)).text();
  return [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
}

/** Looks at one page in both ways. */
async function visit(reader, bytes, address) {
  bytes.reset();
  await reader.become({ width: PHONE, scheme: "light" });
  await reader.goTo(address);
  const { page } = bytes.take();
  assert.ok(page < MOST_BYTES, `${reader.path()} has ${page} bytes without its pictures`);
  await scrollThrough(reader.page);
  const { shift } = await readPaint(reader.page);
  assert.ok(shift < MOST_SHIFT, `${reader.path()} moves by ${shift.toFixed(3)} while it comes`);
  await reader.inspect();
  await reader.become({ width: DESKTOP, scheme: "dark" });
  await reader.look();
  await reader.inspect(SEEN);
}

/** Goes wherever links lead; tells every page that is not as it should be, not the first alone. */
async function wander(reader, starts) {
  const bytes = await countBytes(await reader.context.newCDPSession(reader.page));
  const met = new Map();
  const wrong = [];
  const waiting = starts.map((start) => new URL(start, reader.url).href);
  for (let address; (address = waiting.shift()); ) {
    const kind = kindOf(address, reader.url);
    const before = met.get(kind) ?? new Set();
    if (!kind || before.has(address) || before.size >= OF_EACH) continue;
    met.set(kind, before.add(address));
    reader.faults.length = 0;
    await visit(reader, bytes, address).catch((error) => wrong.push(error.message));
    waiting.push(...(await linksOf(reader.page)));
  }
  assert.deepEqual(wrong, [], `${wrong.length} things are amiss`);
  return `${[...met.values()].reduce((sum, one) => sum + one.size, 0)} pages of ${met.size} kinds`;
}

async function asNobody(reader, server) {
  const addresses = server.password ? await sitemap(server) : [];
  return wander(reader, ["/", "/masuk", "/daftar", "/design", "/tidak-ada", "/cari?q=zzzz", "/produk/tidak-ada", "/usaha", "/akun", ...addresses]);
}

const as = (username) => async (reader, server) => {
  await reader.goTo("/masuk?kembali=/akun");
  await logIn(reader, username, server.password);
  return wander(reader, ["/", "/akun", "/dilihat", "/usaha", "/pesan", "/akun/hapus"]);
};

async function asNewcomer(reader) {
  await reader.goTo("/daftar?kembali=/akun");
  await register(reader, newPerson());
  return wander(reader, ["/", "/akun", "/dilihat", "/usaha"]);
}

export const stories = [
  { name: "tour, nobody", on: "demo", kind: { language: "id" }, play: asNobody },
  { name: "tour, producer", on: "demo", kind: { language: "en" }, play: as("cut.meurah") },
  { name: "tour, seller", on: "demo", kind: { language: "tr" }, play: as("ayse.demirkan") },
  { name: "tour, administrator", on: "demo", kind: { language: "tr" }, play: as("demo.admin") },
  { name: "tour, nobody, empty", on: "empty", kind: { language: "tr" }, play: asNobody },
  { name: "tour, newcomer", on: "empty", kind: { language: "id" }, play: asNewcomer },
];
