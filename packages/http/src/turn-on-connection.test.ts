import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { turnOnConnection } from "./turn-on-connection.ts";

/** A server that tells whose turn it is, and answers when told to. */
async function serve() {
  const turns: string[] = [];
  const responses = new Map<string, ServerResponse>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    responses.set(path, response);
    await turnOnConnection(request, response);
    turns.push(path);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = (...paths: string[]): Socket => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""));
    return socket.resume();
  };
  const answer = (path: string) => responses.get(path)?.end("done");
  const arrive = (...paths: string[]) => vi.waitFor(() => expect([...responses.keys()]).toEqual(paths), 5000);
  const begin = (...paths: string[]) => vi.waitFor(() => expect(turns).toEqual(paths), 5000);
  return { send, answer, arrive, begin, turns };
}

it("is that of the first at once, and that of the second once the first is answered", async () => {
  const { send, answer, arrive, begin, turns } = await serve();
  send("/first", "/second");
  await arrive("/first", "/second");
  expect(turns).toEqual(["/first"]);
  answer("/first");
  await begin("/first", "/second");
});

it("comes on each connection for itself", async () => {
  const { send, arrive, begin } = await serve();
  send("/a", "/waits");
  await arrive("/a", "/waits");
  send("/b");
  await begin("/a", "/b");
});

it("closes a connection on which two wait", async () => {
  const { send } = await serve();
  await once(send("/first", "/second", "/third"), "close");
});
