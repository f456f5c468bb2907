import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type GracefulServer, graceful } from "./graceful-server.ts";

let server: Server;
let end: GracefulServer;
let agent: Agent;

beforeEach(async () => {
  server = createServer((_request, response) => response.end("done"));
  end = graceful(server);
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterEach(() => {
  agent.destroy();
  server.close();
});

async function ask(): Promise<{ body: string; connection: string | undefined }> {
  const sent = request({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", agent }).end();
  const [response] = await once(sent, "response");
  return { body: await text(response), connection: response.headers.connection };
}

it("keeps connections until it drains, then goes on serving and closes each with its answer", async () => {
  expect(await ask()).toEqual({ body: "done", connection: "keep-alive" });
  expect(end.isDraining).toBe(false);
  const hurry = new AbortController();
  const drained = end.drain(3600, hurry.signal);
  expect(end.isDraining).toBe(true);
  // By the connection that was kept, then by a new one.
  expect(await ask()).toEqual({ body: "done", connection: "close" });
  expect(await ask()).toEqual({ body: "done", connection: "close" });
  hurry.abort();
  await drained;
});

it("ends at once what nobody asked anything on", async () => {
  const silent = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(silent, "connect");
  await end.drain(0);
  const closed = once(server, "close");
  server.close();
  end.closeIdleConnections();
  await Promise.all([once(silent, "close"), closed]);
});
