// @ts-check
// Calls of the participants' routes: with the token against forged requests, a bound on time, and failures of two kinds.

/** How long an answer may take, in milliseconds. */
const PATIENCE = 15_000;
/** Statuses that a proxy answers for a server that is not there, or that say "later". */
const TEMPORARY = [408, 425, 429, 500, 502, 503, 504];

/** The server answered, and refused. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {any} body what came with it
   * @param {number} retryAfter milliseconds that the server asks to wait; 0 for none
   */
  constructor(status, body, retryAfter) {
    super(typeof body?.message === "string" ? body.message : `HTTP ${status}`);
    this.status = status;
    this.body = body ?? {};
    this.retryAfter = retryAfter;
    /** The stable code without the name of its module. */
    this.code = String(body?.code ?? "").split(".").pop() ?? "";
  }
}

/** No answer came: no network, no server, or too late. */
export class Unreachable extends Error {}

/**
 * Whether trying again later may help.
 * @param {unknown} error
 */
export function isTemporary(error) {
  return error instanceof Unreachable || (error instanceof Refused && TEMPORARY.includes(error.status));
}

/**
 * Milliseconds until the next attempt: more each time, never the same for everybody.
 * @param {number} failures how many there were in a row
 * @param {unknown} [error] the last one
 * @param {() => number} [random]
 */
export function backOff(failures, error, random = Math.random) {
  const most = Math.min(30_000, 1000 * 2 ** Math.min(failures, 8));
  const asked = error instanceof Refused ? error.retryAfter : 0;
  return Math.max(asked, most * (0.5 + random() / 2));
}

/**
 * @typedef {{ body?: unknown, raw?: Blob | ArrayBuffer, headers?: Record<string, string>, patience?: number, keepalive?: boolean, isFile?: boolean }} Call
 * @typedef {(serverNow: string, sent: number, received: number) => void} Told
 */

export class Api {
  /** @type {Promise<string> | undefined} */
  #token;

  /** @param {{ base?: string, fetch?: typeof fetch, language?: string, onTime?: Told, ticks?: () => number }} options */
  constructor({ base = "/api/v1/exam", fetch = globalThis.fetch.bind(globalThis), language = "id", onTime = () => {}, ticks = () => performance.now() } = {}) {
    this.base = base;
    this.fetch = fetch;
    this.language = language;
    this.onTime = onTime;
    this.ticks = ticks;
  }

  /** @param {string} path @param {Call} [call] */
  get(path, call) {
    return this.#send("GET", path, call);
  }

  /** A file with the headers that came with it. @param {string} path @param {Call} [call] @returns {Promise<{ blob: Blob, headers: Headers }>} */
  getFile(path, call) {
    return this.#send("GET", path, { patience: 60_000, ...call, isFile: true });
  }

  /** @param {string} path @param {unknown} body @param {Call} [call] */
  post(path, body, call) {
    return this.#change("POST", path, { ...call, body });
  }

  /** @param {string} path @param {unknown} body @param {Call} [call] */
  put(path, body, call) {
    return this.#change("PUT", path, { ...call, body });
  }

  /** Sends bytes. @param {string} path @param {Blob} raw @param {Call} [call] */
  putBytes(path, raw, call) {
    return this.#change("PUT", path, { ...call, raw });
  }

  /** After a login the token is another one. */
  forgetToken() {
    this.#token = undefined;
  }

  /** A change; one whose token is out of date is made once more with a new one. @param {string} method @param {string} path @param {Call} call */
  async #change(method, path, call) {
    try {
      return await this.#send(method, path, await this.#withToken(call));
    } catch (error) {
      if (!(error instanceof Refused && error.status === 403 && /csrf/i.test(`${error.body.code} ${error.message}`))) throw error;
      this.forgetToken();
      return this.#send(method, path, await this.#withToken(call));
    }
  }

  /** @param {Call} call @returns {Promise<Call>} */
  async #withToken(call) {
    this.#token ??= this.get("/auth/csrf-token").then((reply) => reply.csrfToken);
    try {
      return { ...call, headers: { ...call.headers, "X-XSRF-TOKEN": await this.#token } };
    } catch (error) {
      this.forgetToken();
      throw error;
    }
  }

  /** @param {string} method @param {string} path @param {Call} [call] @returns {Promise<any>} */
  async #send(method, path, { body, raw, headers = {}, patience = PATIENCE, keepalive = false, isFile = false } = {}) {
    const sent = this.ticks();
    /** @type {Record<string, string>} */
    const told = { Accept: isFile ? "*/*" : "application/json", "Accept-Language": this.language, ...headers };
    if (body !== undefined) told["Content-Type"] = "application/json";
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patience);
    try {
      const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await this.fetch(this.base + path, {
        method,
        headers: told,
        body: content,
        credentials: "same-origin",
        cache: method === "GET" ? "no-store" : undefined,
        keepalive,
        signal: abort.signal,
      });
      return isFile && response.ok ? { blob: await response.blob(), headers: response.headers } : await this.#read(response, sent);
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Response} response @param {number} sent */
  async #read(response, sent) {
    const text = await response.text();
    const body = parsed(text);
    // What is no JSON came from somebody else who answers for the server, such as the page with which one logs in to a network.
    if (body === undefined && response.status !== 204 && !(response.ok && text === "")) throw new Unreachable(`HTTP ${response.status}`);
    if (typeof body?.serverNow === "string") this.onTime(body.serverNow, sent, this.ticks());
    if (response.ok) return body ?? {};
    throw new Refused(response.status, body, 1000 * (Number(response.headers.get("Retry-After")) || 0));
  }
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
