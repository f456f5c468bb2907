import { once } from "node:events";
import { createServer } from "node:net";
import { startCollector } from "@pragma/testing/collector";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createLogger } from "../src/logger.ts";
import { startTracing, type Tracing } from "../src/traces/index.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = { traceId: TRACE, spanId: "b7ad6b7169203331", sampled: true };

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
});
afterEach(() => vi.unstubAllEnvs());

async function start(environment: Record<string, string>): Promise<Tracing | null> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger({ service: "test", level: "info", destination });
  return startTracing({ service: "pragma-test", logger });
}

async function collecting(environment: Record<string, string> = {}) {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const tracing = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...environment });
  if (!tracing) throw new Error("tracing is off");
  return { collector, tracing };
}

describe("startTracing", () => {
  it("is off without an endpoint, and where OpenTelemetry is disabled", async () => {
    expect(await start({})).toBeNull();
    expect(await start({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeNull();
    expect(await start({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" })).toBeNull();
  });

  it.each(["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"])(
    "refuses to start if %s is no URL of a collector, rather than to send headers elsewhere",
    async (name) => {
      const others = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" };
      for (const wrong of [
        "collector.internal",
        "localhost:4318",
        "ftp://collector.internal",
        "http://hunter2@:4318",
      ]) {
        const started = start({ ...others, [name]: wrong });
        await expect(started).rejects.toThrow(`${name}: must be an http or https URL, such as http://collector:4318`);
      }
    },
  );

  it("sends what is left when it closes: a tree, links, attributes, failures", async () => {
    const { collector, tracing } = await collecting();
    const outer = tracing.start({ name: "outer", kind: "server", parent: CALLER, attributes: { route: "/", n: 3 } });
    const inner = tracing.start({ name: "inner", kind: "client", parent: outer.context, links: [CALLER] });
    inner.set({ state: "ready", late: true });
    inner.end(true);
    outer.end();
    await tracing.close();
    expect(collector.spans).toEqual([
      expect.objectContaining({
        service: "pragma-test",
        name: "inner",
        kind: "client",
        traceId: TRACE,
        parentId: outer.context.spanId,
        attributes: { state: "ready", late: true },
        links: [{ traceId: TRACE, spanId: CALLER.spanId }],
        failed: true,
      }),
      expect.objectContaining({
        name: "outer",
        kind: "server",
        traceId: TRACE,
        spanId: outer.context.spanId,
        parentId: CALLER.spanId,
        attributes: { route: "/", n: 3 },
        failed: false,
      }),
    ]);
    expect(lines).toEqual([]);
  });

  it("takes ids that others know already, for that span alone", async () => {
    const { collector, tracing } = await collecting();
    const ids = { traceId: TRACE, spanId: "00f067aa0ba902b7" };
    const first = tracing.start({ name: "first", kind: "producer", ids });
    const second = tracing.start({ name: "second", kind: "producer" });
    for (const span of [first, second]) span.end();
    await tracing.close();
    expect(first.context).toEqual({ ...ids, sampled: true });
    expect(second.context.traceId).not.toBe(TRACE);
    expect(collector.spans.map(({ traceId, parentId }) => [traceId, parentId])).toEqual([
      [TRACE, null],
      [second.context.traceId, null],
    ]);
  });

  it("trusts its sampler, not the flag of who calls", async () => {
    const off = await collecting({ OTEL_TRACES_SAMPLER: "parentbased_always_off" });
    const unwanted = off.tracing.start({ name: "unwanted", kind: "server", parent: CALLER });
    unwanted.end();
    await off.tracing.close();
    expect(unwanted.context).toMatchObject({ traceId: TRACE, sampled: false });
    expect(off.collector.spans).toEqual([]);

    const on = await collecting({ OTEL_TRACES_SAMPLER: "parentbased_always_on" });
    on.tracing.start({ name: "wanted", kind: "server", parent: { ...CALLER, sampled: false } }).end();
    await on.tracing.close();
    expect(on.collector.spans.map(({ name, traceId }) => [name, traceId])).toEqual([["wanted", TRACE]]);
  });

  it("samples by the trace's id, so that all programs decide alike", async () => {
    const one = await collecting({ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" });
    const other = await collecting({ OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" });
    const decided = Array.from({ length: 100 }, () => one.tracing.start({ name: "a", kind: "server" }).context);
    const sampled = decided.filter((context) => context.sampled);
    expect(sampled.length).toBeGreaterThan(0);
    expect(sampled.length).toBeLessThan(100);
    for (const { traceId, sampled } of decided) {
      const parent = { ...CALLER, traceId, sampled: !sampled };
      expect(other.tracing.start({ name: "b", kind: "consumer", parent }).context.sampled).toBe(sampled);
    }
    await Promise.all([one.tracing.close(), other.tracing.close()]);
  });

  it("goes by OpenTelemetry's variables", async () => {
    const { collector, tracing } = await collecting({
      OTEL_SERVICE_NAME: "shop",
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b",
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_BSP_SCHEDULE_DELAY: "1",
    });
    tracing.start({ name: "a", kind: "server", parent: CALLER }).end();
    const spans = await collector.trace(TRACE, ({ length }) => length > 0);
    expect(spans[0]?.service).toBe("shop");
    expect(collector.requests[0]).toMatchObject({ "x-key": "a b", "content-encoding": "gzip" });
    await tracing.close();
  });

  it("says once that spans are lost, and drops them, if nobody takes them", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    taken.close();
    await once(taken, "close");
    const tracing = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: "50",
      OTEL_BSP_SCHEDULE_DELAY: "1",
      OTEL_BSP_MAX_QUEUE_SIZE: "10",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "5",
    });
    for (let round = 0; round < 20; round++) {
      for (let count = 0; count < 50; count++) tracing?.start({ name: "lost", kind: "server" }).end();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await tracing?.close();
    expect(lines).toEqual([
      expect.objectContaining({
        level: "warn",
        msg: "traces could not be sent",
        reason: expect.stringContaining("ECONNREFUSED"),
      }),
    ]);
  });

  it("ends although the collector never answers", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as { port: number };
    const sockets: { destroy(): void }[] = [];
    silent.on("connection", (socket) => sockets.push(socket));
    const tracing = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    tracing?.start({ name: "stuck", kind: "server" }).end();
    await tracing?.close();
    expect(sockets).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
