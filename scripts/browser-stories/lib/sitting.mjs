// A story of an exam: it is made, people sit it in browsers of their own, and whatever happens, these are closed.

import { join } from "node:path";
import { Staff, makeExam } from "./exam.mjs";
import { Sitter } from "./sitter.mjs";

/** Makes an exam, and browsers that are closed whatever happens. */
export function story(name, play, exam = {}, kind = {}) {
  const withBrowsers = async (_, server) => {
    const sitters = [];
    const open = async (more = {}) => {
      const sitter = await Sitter.open(server.url, { ...kind, ...more });
      sitters.push(sitter);
      return sitter;
    };
    const staff = await Staff.logIn(server);
    try {
      return await play({ open, staff, exam: await makeExam(staff, exam), server });
    } catch (error) {
      for (const [index, { page }] of sitters.entries()) {
        const picture = join("target/browser/failed", `exam-${name.replaceAll(/\W+/g, "-")}-${index + 1}.png`);
        await page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
      }
      throw error;
    } finally {
      for (const sitter of sitters) await sitter.close();
    }
  };
  return { name: `exam: ${name}`, on: "demo", kind: {}, play: withBrowsers };
}
