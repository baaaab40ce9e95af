// A server of answers as small as a test needs: it remembers what it acknowledged, and can be out of reach.

export class FakeServer {
  /** What was acknowledged, by question. */
  answers = new Map();
  /** Every number that was seen. */
  seen = new Set();
  /** Bodies of `PUT /answers`, as they came. */
  batches = [];
  /** What the next calls meet before they are looked at: "gone" (no network), "lost" (done, but the answer is lost), or a status with a body. */
  troubles = [];
  /** What is told of each answer instead of judging it. */
  outcome;
  tokens = 0;
  token = "t0";

  fetch = async (url, { method = "GET", body, headers = {} } = {}) => {
    const path = String(url).replace(/^.*\/exam/, "");
    const trouble = this.troubles.shift();
    if (trouble === "gone") throw new TypeError("Failed to fetch");
    if (trouble && trouble !== "lost") return this.#answer(trouble.status, trouble.body ?? {}, trouble.headers);
    const answer = await this.#route(method, path, body, headers);
    if (trouble === "lost") throw new TypeError("Failed to fetch");
    return answer;
  };

  #answer(status, body, headers = {}) {
    return new Response(JSON.stringify({ serverNow: "2026-11-29T03:00:00.000Z", ...body }), { status, headers });
  }

  async #route(method, path, body, headers) {
    if (path === "/auth/csrf-token") {
      this.tokens += 1;
      return this.#answer(200, { csrfToken: this.token });
    }
    if (method !== "GET" && headers["X-XSRF-TOKEN"] !== this.token) return this.#answer(403, { message: "Invalid CSRF token" });
    if (path === "/answers") return this.#answer(200, { results: this.#take(JSON.parse(body)) });
    return this.#answer(404, { message: "no such place" });
  }

  #take(batch) {
    this.batches.push(batch);
    return batch.answers.map((answer) => {
      const { questionId, clientSeq } = answer;
      return { questionId, clientSeq, outcome: this.outcome?.(answer) ?? this.#judge(answer) };
    });
  }

  #judge({ questionId, clientSeq, value, marked }) {
    const has = this.answers.get(questionId);
    this.seen.add(clientSeq);
    if (has && has.clientSeq > clientSeq) return "stale";
    if (has && has.clientSeq === clientSeq) return JSON.stringify(has.value) === JSON.stringify(value) ? "accepted" : "conflict";
    this.answers.set(questionId, { questionId, clientSeq, value, marked });
    return "accepted";
  }

  /** The numbers up to one that were not seen. */
  gaps(highest) {
    const missing = [];
    for (let seq = 1; seq <= highest; seq += 1) if (!this.seen.has(seq)) missing.push({ from: seq, to: seq });
    return missing;
  }
}
