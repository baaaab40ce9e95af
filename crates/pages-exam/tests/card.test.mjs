// What the code of an exam card fills in, and that nothing of it stays in the address.

import { strict as assert } from "node:assert";
import test from "node:test";
import { readCard, takeCard } from "../assets/card.js";

test("a card has a name, a number and its exam, whatever characters they are of", () => {
  assert.deepEqual(readCard("#kartu&acara=3&nama=Ani+%26+%3CBudi%3E&nomor=00%231"), { name: "Ani & <Budi>", number: "00#1", eventId: 3 });
  assert.deepEqual(readCard("#kartu&nomor=0012"), { name: "", number: "0012" });
  assert.deepEqual(readCard("#kartu&nama=%C5%9Eule&nomor=7&acara=x"), { name: "Şule", number: "7" });
});

test("what is no card fills in nothing", () => {
  for (const hash of ["", "#", "#isi", "#kartu", "#kartu&", "#kartu&nama=Ani", "#kartu&nama=Ani&nomor=+", "#nomor=1"]) assert.equal(readCard(hash), undefined, hash);
  assert.equal(readCard(`#kartu&nomor=${"1".repeat(900)}`)?.number.length, 200);
});

test("a card is taken out of the address, even one that cannot be read", () => {
  const browser = (/** @type {string} */ hash) => {
    const kept = { url: "" };
    const history = { state: 5, replaceState: (/** @type {unknown} */ state, /** @type {string} */ _, /** @type {string} */ url) => void (kept.url = `${state} ${url}`) };
    return { kept, card: takeCard({ location: { hash, pathname: "/exam", search: "?a=1" }, history }) };
  };
  const read = browser("#kartu&nama=Ani&nomor=1");
  assert.deepEqual([read.card, read.kept.url], [{ name: "Ani", number: "1" }, "5 /exam?a=1"]);
  const broken = browser("#kartu&nama=Ani");
  assert.deepEqual([broken.card, broken.kept.url], [undefined, "5 /exam?a=1"]);
  const other = browser("#isi");
  assert.deepEqual([other.card, other.kept.url], [undefined, ""]);
});
