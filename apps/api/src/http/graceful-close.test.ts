import { once } from "node:events";
import { Agent, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import Fastify from "fastify";
import { describe, expect, it, vi } from "vitest";
import { endEventStreamsOnClose, openEventStream } from "./event-stream.ts";
import { endConnectionsOnClose, stopListeningOnClose } from "./graceful-close.ts";
import { streamText } from "./text-stream.ts";
import "./fastify-types.ts";

describe("closing", () => {
  it("answers what is under way, and waits for no connection on which nothing is asked", async () => {
    const app = Fastify({ forceCloseConnections: "idle" });
    stopListeningOnClose(app);
    endConnectionsOnClose(app);
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    app.get("/", () => {
      asked.resolve();
      return answer.promise;
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const silent = connect(port, "127.0.0.1");
    await once(silent, "connect");
    const response = fetch(`http://127.0.0.1:${port}/`);
    await asked.promise;
    const closed = app.close();
    await once(silent, "close");
    answer.resolve("done");
    expect(await (await response).text()).toBe("done");
    await closed;
  });

  it("ends a stream that is opened while it closes, after what it says first", async () => {
    const app = Fastify({ forceCloseConnections: "idle", return503OnClosing: false });
    stopListeningOnClose(app);
    endEventStreamsOnClose(app);
    endConnectionsOnClose(app);
    app.decorateRequest("isStreamed", false);
    app.get("/", async () => "kept");
    app.get("/stream", (_request, reply) => {
      openEventStream(reply, 30_000).write("id: 1\n\n");
    });
    app.get("/log", async (_request, reply) => {
      const read = async function* (): AsyncGenerator<string> {
        yield "first";
        await new Promise(() => undefined);
      };
      await streamText(reply, 30_000, { read, watch: () => () => undefined });
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
    const { port } = app.server.address() as AddressInfo;
    const ask = async (path: string, agent: Agent | undefined): Promise<string> => {
      const [response] = await once(request({ port, host: "127.0.0.1", path, agent }).end(), "response");
      return await text(response).catch(() => "cut");
    };
    await Promise.all(agents.map((agent) => ask("/", agent)));
    await app.graceful.drain(0.01);
    const closed = app.close();
    await vi.waitFor(() => expect(app.server.listening).toBe(false), { timeout: 120_000 });
    expect(await Promise.all([ask("/stream", agents[0]), ask("/log", agents[1])])).toEqual(["id: 1\n\n", "cut"]);
    await closed;
  });
});
