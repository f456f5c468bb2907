import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { httpServer } from "./http-server.ts";

const OFFER = "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n";

it("answers a protocol upgrade like any other request, whoever would accept it", async () => {
  const server = httpServer(false);
  server.on("request", (_request, response) => response.end("answered"));
  // As Next does of its own accord, and then leaves the connection alone.
  server.on("upgrade", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(OFFER);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [\s\S]*answered/);
  await new Promise((closed) => server.close(closed));
});
