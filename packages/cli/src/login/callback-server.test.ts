import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { listenForAnswer } from "./callback-server.ts";

const address = { port: 0, movable: false, path: "/auth/callback" };

/** The status of a request for a target as it is written here, which no URL could name. */
async function ask(url: string, target: string): Promise<string | undefined> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return /^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1];
}

it.each(["//", "///?code=a", "//auth/callback?code=a", "http://%", "*", "/?%", "/auth/callback/../x"])(
  "is not ended by %s, and waits on",
  async (target) => {
    const server = await listenForAnswer(address, () => true);
    expect(await ask(server.url, target)).toBe("400");
    expect(await ask(server.url, "/auth/callback?code=a%20b&state=c")).toBe("200");
    expect(await server.answer).toEqual({ code: "a b", state: "c", error: null });
    server.close();
  },
);
