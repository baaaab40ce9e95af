// Starts Swagger UI. No token outlives the page, and nothing is asked of any other server: `validatorUrl` would send the
// document's address to one.

/** @typedef {{ get: (name: string) => any }} Requested What a snippet is made of, as Swagger UI keeps it. */

/** Where the exams give the token that their changes must show. */
const CSRF = "/api/v1/auth/csrf-token";

/** The token for changes of the exams: asked for each time, since a login changes it. */
async function fetchCsrf() {
  const answer = await fetch(CSRF);
  return answer.ok ? (await answer.json()).csrfToken : null;
}

/**
 * Posts JSON; says whether it was taken, and what came back.
 * @param {string} address
 * @param {unknown} body
 * @param {Record<string, string>} headers
 */
async function post(address, body, headers = {}) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  return { status: answer.status, json };
}

/**
 * Logs in as an account, by whichever of the two ways is served here; its token, or null.
 * @param {unknown} username
 * @param {unknown} password
 */
async function logInAccount(username, password) {
  const first = await post("/authentications", { username, password });
  const found = first.status === 404 ? await post("/login", { email: username, password }) : first;
  return found.json.accessToken ?? found.json.data?.accessToken ?? null;
}

/**
 * Logs in to the exams; the browser keeps the session's cookie.
 * @param {unknown} username
 * @param {unknown} password
 */
async function logInExams(username, password) {
  const token = await fetchCsrf();
  if (!token) return false;
  const { status } = await post("/api/v1/auth/login", { username, password }, { "X-XSRF-TOKEN": token });
  return status === 200;
}

/**
 * Makes the form above the reference log in wherever these credentials are good.
 * @param {{ preauthorizeApiKey: (name: string, token: string) => void }} ui
 */
function serveLogin(ui) {
  const form = document.getElementById("login");
  const said = document.getElementById("login-said");
  if (!(form instanceof HTMLFormElement) || !said) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { username, password } = Object.fromEntries(new FormData(form));
    said.textContent = "…";
    const [token, exams] = await Promise.all([
      logInAccount(username, password).catch(() => null),
      logInExams(username, password).catch(() => false),
    ]);
    if (token) ui.preauthorizeApiKey("accessToken", token);
    const csrf = exams ? await fetchCsrf() : null;
    if (csrf) ui.preauthorizeApiKey("examToken", csrf);
    const places = [token && "accounts", exams && "exams"].filter(Boolean);
    said.textContent = places.length ? `Logged in: ${places.join(", ")}.` : "Refused: wrong name or password.";
  });
}

/**
 * Changes of the exams show a token that is good now, however long the page has been open.
 * @param {{ url: string, method?: string, headers: Record<string, string> }} request
 */
async function withFreshToken(request) {
  const address = new URL(request.url, location.href);
  const changes = !["GET", "HEAD"].includes((request.method ?? "GET").toUpperCase());
  if (changes && address.origin === location.origin && address.pathname.startsWith("/api/v1/")) {
    const token = await fetchCsrf();
    if (token) request.headers["X-XSRF-TOKEN"] = token;
  }
  return request;
}

/** What a change of the exams needs beside its token for changes, for whoever runs a snippet elsewhere. */
const SESSION = "Log in first and send the session's cookie along; the token is that of GET /api/v1/auth/csrf-token.";

/**
 * The parts of a request that a snippet shows, and a remark.
 * @param {Requested} request
 */
function partsOf(request) {
  const sent = [...(request.get("headers") ?? new Map()).entries()];
  const url = new URL(request.get("url"), location.href);
  const method = request.get("method");
  const showsToken = url.pathname.startsWith("/api/v1/") && !["GET", "HEAD"].includes(method.toUpperCase());
  const headers = sent.filter(([name]) => name.toUpperCase() !== "X-XSRF-TOKEN");
  if (showsToken) headers.push(["X-XSRF-TOKEN", "<csrfToken>"]);
  const body = request.get("body");
  const text = typeof body === "string" ? body : null;
  return { url: url.href, method, headers, text, remark: showsToken ? SESSION : null };
}

/**
 * A remark as a line of its own, if there is one.
 * @param {string} mark
 * @param {string | null} remark
 */
const remarked = (mark, remark) => (remark === null ? [] : [`${mark} ${remark}`]);

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);
/**
 * Dart and Kotlin read `$` in a text as the start of a name.
 * @param {string} text
 */
const undollared = (text) => quoted(text).replaceAll("$", "\\$");

/** @type {Record<string, (request: Requested) => string>} */
const SNIPPETS = {
  fetch_js: (request) => {
    const { url, method, headers, text, remark } = partsOf(request);
    const lines = headers.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`);
    const body = text === null ? [] : [`  body: ${quoted(text)},`];
    return [
      ...remarked("//", remark), `const answer = await fetch(${quoted(url)}, {`, `  method: ${quoted(method)},`, "  headers: {", ...lines, "  },", ...body,
      "});", "console.log(answer.status, await answer.text());",
    ].join("\n");
  },
  python: (request) => {
    const { url, method, headers, text, remark } = partsOf(request);
    const lines = headers.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`);
    const body = text === null ? "" : `, data=${quoted(text)}.encode()`;
    return [
      ...remarked("#", remark), "from urllib.request import Request, urlopen", "", "headers = {", ...lines, "}",
      `request = Request(${quoted(url)}, method=${quoted(method)}, headers=headers${body})`,
      "with urlopen(request) as answer:", "    print(answer.status, answer.read().decode())",
    ].join("\n");
  },
  dart: (request) => {
    const { url, method, headers, text, remark } = partsOf(request);
    const lines = headers.map(([name, value]) => `  request.headers[${undollared(name)}] = ${undollared(value)};`);
    const body = text === null ? [] : [`  request.body = ${undollared(text)};`];
    return [
      ...remarked("//", remark), "import 'package:http/http.dart' as http;", "", "void main() async {",
      `  final request = http.Request(${undollared(method)}, Uri.parse(${undollared(url)}));`, ...lines, ...body,
      "  final answer = await http.Response.fromStream(await request.send());",
      "  print('${answer.statusCode} ${answer.body}');", "}",
    ].join("\n");
  },
  kotlin: (request) => {
    const { url, method, headers, text, remark } = partsOf(request);
    const lines = headers.map(([name, value]) => `    .header(${undollared(name)}, ${undollared(value)})`);
    const body = text === null ? "BodyPublishers.noBody()" : `BodyPublishers.ofString(${undollared(text)})`;
    return [
      ...remarked("//", remark), "import java.net.URI", "import java.net.http.HttpClient", "import java.net.http.HttpRequest",
      "import java.net.http.HttpRequest.BodyPublishers", "import java.net.http.HttpResponse.BodyHandlers", "",
      `val request = HttpRequest.newBuilder(URI(${undollared(url)}))`, ...lines, `    .method(${quoted(method)}, ${body})`,
      "    .build()", "val answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())",
      "println(\"${answer.statusCode()} ${answer.body()}\")",
    ].join("\n");
  },
};

/** Finds operations by every word in path, method or summary, and opens the groups that have some. */
function Search() {
  /** @type {(operation: any, words: string[]) => boolean} */
  const matches = (operation, words) => {
    const text = [operation.get("method"), operation.get("path"), operation.getIn(["operation", "summary"])].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  /** @type {(groups: any, phrase: string) => any} */
  const opsFilter = (groups, phrase) => {
    const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
    return groups
      .map((/** @type {any} */ group) => group.set("operations", group.get("operations").filter((/** @type {any} */ operation) => matches(operation, words))))
      .filter((/** @type {any} */ group) => group.get("operations").size > 0);
  };
  /** @type {(update: (phrase: string) => any, system: any) => (phrase: string) => any} */
  const updateFilter = (update, system) => (phrase) => {
    for (const group of system.specSelectors.taggedOperations().keySeq()) {
      system.layoutActions.show(["operations-tag", group], Boolean(phrase));
    }
    return update(phrase);
  };
  return { fn: { opsFilter }, statePlugins: { layout: { wrapActions: { updateFilter } } } };
}

/** Offers each call as a program in the languages that clients are written in. */
function Snippets() {
  const made = Object.entries(SNIPPETS).map(([name, make]) => [`requestSnippetGenerator_${name}`, make]);
  return { fn: Object.fromEntries(made) };
}

window.addEventListener("load", () => {
  // Its own script stands before this one, and has no types.
  const { SwaggerUIBundle } = /** @type {any} */ (window);
  const ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#reference",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    docExpansion: "none",
    filter: true,
    persistAuthorization: false,
    validatorUrl: null,
    plugins: [Search, Snippets],
    requestInterceptor: withFreshToken,
    requestSnippetsEnabled: true,
    requestSnippets: {
      generators: {
        curl_bash: { title: "curl", syntax: "bash" },
        fetch_js: { title: "fetch", syntax: "javascript" },
        python: { title: "Python", syntax: "python" },
        dart: { title: "Dart", syntax: "java" },
        kotlin: { title: "Kotlin", syntax: "java" },
      },
      defaultExpanded: true,
      languages: null,
    },
    onComplete: () => {
      serveLogin(ui);
      const search = document.querySelector(".operation-filter-input");
      if (search instanceof HTMLInputElement) search.placeholder = "Search: path or words, as in “post rating”";
    },
  });
});
