import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { createLogger } from "../logger.ts";
import { Gauge, type MetricsServer, Registry, serveMetrics } from "./index.ts";

const log: string[] = [];
const destination = new Writable({
  write(chunk, _encoding, done) {
    log.push(String(chunk));
    done();
  },
});
const logger = createLogger({ service: "test", destination, level: "warn" });

let server: MetricsServer | undefined;
afterEach(() => server?.close());

async function serve(registry: Registry, token?: string, isOutOfReach = async () => true): Promise<string> {
  server = await serveMetrics({ registry, host: "127.0.0.1", port: 0, token, isOutOfReach, logger });
  return `http://127.0.0.1:${server.port}`;
}

describe("serveMetrics", () => {
  it("answers with registered metrics and those of the process", async () => {
    const registry = new Registry();
    new Gauge({ name: "apples", help: "In the basket", registers: [registry] }).set(3);
    const url = await serve(registry);
    const answer = await fetch(`${url}/metrics?name[]=apples`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      expect.stringMatching(/^text\/plain;.*version=/),
    ]);
    const text = await answer.text();
    expect(text).toContain("# HELP apples In the basket\n# TYPE apples gauge\napples 3\n");
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  it("reports only that it is there", async () => {
    const url = await serve(new Registry());
    const statuses = async (...requests: [string, string][]) =>
      Promise.all(requests.map(async ([method, path]) => (await fetch(`${url}${path}`, { method })).status));
    expect(
      await statuses(
        ["GET", "/health"],
        ["HEAD", "/metrics"],
        ["GET", "/"],
        ["GET", "/metrics/x"],
        ["POST", "/metrics"],
      ),
    ).toEqual([200, 200, 404, 404, 405]);
  });

  it("lets nobody read without a token if providers could too", async () => {
    let outOfReach = false;
    const url = await serve(new Registry(), undefined, async () => outOfReach);
    const read = async () => (await fetch(`${url}/metrics`)).status;
    expect(await read()).toBe(403);
    outOfReach = true;
    expect(await read()).toBe(200);
  });

  it("lets only holders of the token read, if there is one", async () => {
    const url = await serve(new Registry(), "a-token");
    const status = async (authorization?: string) =>
      (await fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })).status;
    expect(await status()).toBe(401);
    expect(await status("Bearer another")).toBe(401);
    expect(await status("a-token")).toBe(401);
    expect(await status("Bearer a-token")).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it("gives the reason only to the log if a metric cannot be read", async () => {
    const registry = new Registry();
    const collect = () => {
      throw new Error("the scales broke");
    };
    new Gauge({ name: "weight", help: "Of all", registers: [registry], collect });
    const answer = await fetch(`${await serve(registry)}/metrics`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("scales");
    expect(log.join("")).toContain("the scales broke");
  });

  it("says when it cannot listen", async () => {
    const port = Number(new URL(await serve(new Registry())).port);
    const again = serveMetrics({
      registry: new Registry(),
      host: "127.0.0.1",
      port,
      isOutOfReach: async () => true,
      logger,
    });
    await expect(again).rejects.toThrow("EADDRINUSE");
  });
});
