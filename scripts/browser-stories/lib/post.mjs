// A mail server that takes every letter, and lets a story read what it was sent.

import { once } from "node:events";
import { createServer } from "node:net";

/** Milliseconds that a letter may take. */
const PATIENCE = 20_000;

/** A text without the marks of quoted-printable. */
function unquoted(text) {
  const joined = text.replaceAll("=\r\n", "");
  return joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

function converse(socket, letters) {
  let waiting = "";
  let to = "";
  let isLetter = false;
  const say = (line) => socket.write(`${line}\r\n`);
  const hear = (line) => {
    if (line.startsWith("RCPT")) to = /<(.*)>/.exec(line)?.[1] ?? "";
    isLetter = line.startsWith("DATA");
    say(isLetter ? "354 go on" : line.startsWith("QUIT") ? "221 bye" : "250 ok");
  };
  say("220 stories");
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    waiting += bytes.toString("utf8");
    for (;;) {
      const end = isLetter ? "\r\n.\r\n" : "\r\n";
      const at = waiting.indexOf(end);
      if (at < 0) return;
      const said = waiting.slice(0, at);
      waiting = waiting.slice(at + end.length);
      if (isLetter) {
        letters.push({ to, text: said.includes("quoted-printable") ? unquoted(said) : said });
        isLetter = false;
        say("250 taken");
      } else hear(said);
    }
  });
}

/** Opens one on a free port. */
export async function openPost() {
  const letters = [];
  const server = createServer((socket) => converse(socket, letters)).listen(0, "127.0.0.1");
  await once(server, "listening");
  /** The path that the newest letter to an address leads to, once there is one that begins so. */
  async function wayTo(address, beginning) {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      for (const letter of letters.filter(({ to }) => to === address).reverse()) {
        const found = /http:\/\/127\.0\.0\.1:\d+(\/\S+)/.exec(letter.text)?.[1];
        if (found?.startsWith(beginning)) return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no letter to ${address} leads to ${beginning}`);
  }
  const close = async () => void server.close();
  return { url: `smtp://127.0.0.1:${server.address().port}?tls=none`, wayTo, close };
}
