// Somebody who sits an exam by the API alone, as a program of their own would.

import { strict as assert } from "node:assert";
import { Caller } from "./caller.mjs";

export class Candidate extends Caller {
  #seq = 0;

  /** @param {string} url @param {{ name: string, registeredNumber: string }} who */
  static async logIn(url, { name, registeredNumber }) {
    const candidate = new Candidate(url, "/api/v1/exam");
    await candidate.renew();
    await candidate.post("/auth/login", { name, registeredNumber });
    await candidate.renew();
    return candidate;
  }

  /** Checks in and starts. */
  async start() {
    await this.post("/check-in", {});
    this.progress = await this.post("/start", {});
  }

  /** Answers the questions of a section; what `know` has no answer to stays empty. @param {number} n @param {(question: any) => unknown} know */
  async answer(n, know) {
    const { questions } = await this.get(`/paper?section=${n}`);
    const given = questions.map((question) => ({ questionId: question.id, value: know(question) })).filter(({ value }) => value !== undefined);
    const answers = given.map((one) => ({ ...one, clientSeq: (this.#seq += 1), clientTs: new Date().toISOString() }));
    const { results } = await this.ask("PUT", "/answers", { attemptId: this.progress.attemptId, answers });
    assert.ok(results.every(({ outcome }) => outcome === "accepted"), JSON.stringify(results));
  }

  /** Sits the whole exam and hands in; answers the receipt. @param {(question: any) => unknown} know */
  async sit(know) {
    await this.start();
    for (const { n } of this.progress.sections) {
      if (n > 1) await this.post(`/sections/${n}/open`, {});
      await this.answer(n, know);
      await this.post(`/sections/${n}/close`, {});
    }
    const { receipt } = await this.post("/submit", { attemptId: this.progress.attemptId, highestSeq: this.#seq });
    return receipt;
  }
}
