// Somebody who calls the API without a browser: keeps cookies, and shows the token that changes have to show.

import { strict as assert } from "node:assert";

export class Caller {
  #cookies = new Map();
  #csrf = "";

  /** @param {string} url of the server @param {string} base what the paths of its realm begin with */
  constructor(url, base = "/api/v1") {
    this.url = url;
    this.base = base;
  }

  /** Gets the token, which changes at the login. */
  async renew() {
    this.#csrf = (await this.ask("GET", "/auth/csrf-token")).csrfToken;
  }

  #headers() {
    return { "X-XSRF-TOKEN": this.#csrf, Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  }

  async ask(method, path, body) {
    const headers = this.#headers();
    const isForm = body instanceof FormData;
    if (body && !isForm) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.url + this.base + path, { method, headers, body: isForm ? body : body && JSON.stringify(body) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** The bytes of a file, and what it is. */
  async file(path) {
    const answer = await fetch(this.url + path, { headers: this.#headers() });
    assert.ok(answer.ok, `GET ${path}: ${answer.status}`);
    return { type: answer.headers.get("Content-Type"), bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  get(path) {
    return this.ask("GET", path);
  }

  post(path, body) {
    return this.ask("POST", path, body);
  }

  patch(path, body) {
    return this.ask("PATCH", path, body);
  }
}
