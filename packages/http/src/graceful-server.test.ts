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

it("keeps connections while it drains, and serves on them once more when it listens no longer", async () => {
  expect(await ask()).toEqual({ body: "done", connection: "keep-alive" });
  expect(end.isDraining).toBe(false);
  const hurry = new AbortController();
  const drained = end.drain(3600, hurry.signal);
  expect(end.isDraining).toBe(true);
  expect(await ask()).toEqual({ body: "done", connection: "keep-alive" });
  const { port } = server.address() as AddressInfo;
  const ended = drained.then(() => end.stopListening()).then(() => end.endConnections());
  hurry.abort();
  await ended;
  await expect(once(connect(port, "127.0.0.1"), "connect")).rejects.toThrow("ECONNREFUSED");
});

it("lets a balancer use a connection that it kept, and closes it with the response", async () => {
  await ask();
  const { port } = server.address() as AddressInfo;
  await end.drain(0.01);
  await end.stopListening();
  expect(server.listening).toBe(false);
  const ended = end.endConnections();
  const sent = request({ port, host: "127.0.0.1", agent }).end();
  const [response] = await once(sent, "response");
  expect([await text(response), response.headers.connection]).toEqual(["done", "close"]);
  await ended;
});

it("ends connections without a request, and idle ones at once without a drain", async () => {
  await ask();
  const silent = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(silent, "connect");
  await end.drain(0);
  const ended = end.stopListening().then(() => end.endConnections());
  await Promise.all([once(silent, "close"), ended]);
});
