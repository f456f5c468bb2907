import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { endConnectionsOnClose, stopListeningOnClose } from "./graceful-close.ts";

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
});
