import { once } from "node:events";
import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type EventStream, endEventStreamsOnClose, eventFrame, HEARTBEAT_MS, openEventStream } from "./event-stream.ts";

const apps: FastifyInstance[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

interface Opened {
  stream: EventStream;
  response: Response;
  reader: TextReader;
  /** Errors that the response emitted. */
  failures: Error[];
}

async function open(stallMs = 1000): Promise<Opened> {
  const app = Fastify({ forceCloseConnections: "idle" });
  endEventStreamsOnClose(app);
  apps.push(app);
  const { promise, resolve } = Promise.withResolvers<EventStream>();
  const failures: Error[] = [];
  app.get("/", (_request, reply) => {
    reply.raw.on("error", (error) => failures.push(error));
    reply.header("x-request-id", "t1");
    resolve(openEventStream(reply, stallMs));
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const response = await fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`);
  return { stream: await promise, response, reader: readText(response), failures };
}

type TextReader = { next(): Promise<string | undefined>; cancel(): Promise<void> };

function readText(response: Response): TextReader {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader?.read())?.value,
    cancel: async () => reader?.cancel(),
  };
}

describe("openEventStream", () => {
  it("answers at once, with what hooks have set", async () => {
    const { response, stream } = await open();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toBe("t1");
    stream.end();
  });

  it("sends frames, and ends when told", async () => {
    const { stream, reader } = await open();
    stream.write(eventFrame("log", '{"a":1}', "7"));
    expect(await reader.next()).toBe('id: 7\nevent: log\ndata: {"a":1}\n\n');
    stream.end();
    expect(await reader.next()).toBeUndefined();
  });

  it("tells when the client has left, and takes frames in vain", async () => {
    const { stream, reader } = await open();
    await reader.cancel();
    if (!stream.closed.aborted) await once(stream.closed, "abort");
    expect(() => stream.write("data: x\n\n")).not.toThrow();
  });

  it("has a heartbeat every 15 s", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { reader, stream } = await open();
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(await reader.next()).toBe(": heartbeat\n\n");
    expect(HEARTBEAT_MS).toBe(15_000);
    stream.end();
  });

  it("has none after its end, which a reader that takes nothing holds up", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { stream, reader, failures } = await open(60_000);
    // More than the connection takes while nobody reads: what is left after a moment stays.
    do {
      stream.write(`data: ${"x".repeat(1024 * 1024)}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    } while (stream.drained() === undefined);
    stream.end();
    for (let count = 0; count < 3; count++) {
      expect(stream.closed.aborted).toBe(false);
      vi.advanceTimersByTime(HEARTBEAT_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(failures).toEqual([]);
    await reader.cancel();
  });

  it("ends with the server", async () => {
    const { reader } = await open();
    await apps.pop()?.close();
    expect(await reader.next()).toBeUndefined();
  });

  it("lets a writer wait for a slow reader", async () => {
    const { stream, reader } = await open();
    const frame = eventFrame("log", JSON.stringify("x".repeat(1024 * 1024)));
    let taken = 0;
    const reading = (async () => {
      for (let text = await reader.next(); text !== undefined; text = await reader.next()) taken += text.length;
    })();
    for (let sent = 0; sent < 32; sent++) {
      stream.write(frame);
      await stream.drained();
    }
    stream.end();
    await reading;
    expect(taken).toBe(32 * frame.length);
  });

  it("cuts a reader that is megabytes behind", async () => {
    const { stream } = await open();
    const frame = eventFrame("log", JSON.stringify("x".repeat(1024 * 1024)));
    for (let sent = 0; sent < 64 && !stream.closed.aborted; sent++) stream.write(frame);
    if (!stream.closed.aborted) await once(stream.closed, "abort");
    expect(stream.closed.aborted).toBe(true);
  });
});
