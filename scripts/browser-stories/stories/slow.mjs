// The pages that people meet most, on a slow telephone: what comes late moves nothing.

import { measurePages } from "../figures.mjs";

async function play(reader, server) {
  const rows = await measurePages(reader, server, 1);
  const worst = Math.max(...rows.map((row) => row.bytes));
  return `${rows.length} pages of at most ${(worst / 1000).toFixed(1)} kB without their pictures`;
}

export const stories = [{ name: "slow telephone", on: "demo", kind: { language: "id" }, play }];
