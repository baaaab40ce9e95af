// A wire between a browser and a server that can be cut and mended, as networks do it: connections break, new ones fail.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** @param {string} url of the server */
export async function wireTo(url) {
  const { hostname, port } = new URL(url);
  const open = new Set();
  let isCut = false;
  const listener = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => (open.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    url: `http://127.0.0.1:${listener.address().port}`,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => (isCut = false),
    close: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
      listener.close();
    },
  };
}
