import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { answerOver, ClientGoneError, cutStalledReader, writeChunk } from "./response-writer.ts";

const chunk = "x".repeat(1024 * 1024);
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** A server that answers one request with `handle`, and the raw socket of a client that has asked. */
async function converse<T>(
  handle: (raw: ServerResponse) => Promise<T>,
): Promise<{ client: Socket; outcome: Promise<T> }> {
  const { promise: outcome, resolve, reject } = Promise.withResolvers<T>();
  const server = createServer((_message, raw) => void handle(raw).then(resolve, reject)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.on("error", () => undefined);
  cleanups.push(
    () => void client.destroy(),
    () => void server.close(),
  );
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  return { client, outcome };
}

describe("cutStalledReader", () => {
  it("cuts a client that reads nothing", async () => {
    const { client, outcome } = await converse(async (raw) => {
      cutStalledReader(raw, 100);
      for (;;) await writeChunk(raw, chunk);
    });
    client.pause();
    await expect(outcome).rejects.toBeInstanceOf(ClientGoneError);
  });

  it("spares a client that has nothing to read", async () => {
    const { client, outcome } = await converse(async (raw) => {
      cutStalledReader(raw, 50);
      raw.write("a");
      await once(raw, "timeout");
      raw.end("b");
      await once(raw, "finish");
      return raw.writableFinished;
    });
    client.resume();
    expect(await outcome).toBe(true);
  });
});

describe("writeChunk", () => {
  it("waits for a client that reads slowly, and keeps no listener", async () => {
    const { client, outcome } = await converse(async (raw) => {
      const before = raw.listenerCount("close") + raw.listenerCount("drain");
      for (let sent = 0; sent < 50; sent++) await writeChunk(raw, chunk);
      raw.end();
      return raw.listenerCount("close") + raw.listenerCount("drain") - before;
    });
    client.resume();
    expect(await outcome).toBe(0);
  });
});

describe("answerOver", () => {
  it("aborts when the client hangs up", async () => {
    const { client, outcome } = await converse(async (raw) => {
      const signal = answerOver(raw);
      raw.write("a");
      client.destroy();
      await once(signal, "abort");
      return signal.reason as unknown;
    });
    await once(client, "close");
    expect(await outcome).toBeInstanceOf(ClientGoneError);
  });
});
