import { once } from "node:events";
import type { Core } from "@pragma/core";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import { createLogger } from "@pragma/telemetry";
import type { SpanAttributes, Tracer } from "@pragma/telemetry/traces";
import { expect, it, onTestFinished } from "vitest";
import { DEFAULT_API_SETTINGS } from "../settings.ts";
import { createApp } from "./app.ts";
import { traceRequests } from "./trace-requests.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";

/** Returns what the API logs about a request that fails, and how it sees its trace. */
async function fail(headers: Record<string, string>) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    service: "api",
    level: "info",
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const core = { services: { settings: DEFAULT_SETTINGS } } as Core;
  const app = await createApp(core, DEFAULT_API_SETTINGS, logger);
  traceRequests(app, null);
  let trace: unknown;
  app.get("/defect", async (request) => {
    trace = request.trace;
    throw new Error("a defect");
  });
  await app.inject({ url: "/defect", headers: { "x-request-id": "request-1", ...headers } });
  await app.close();
  return { trace, lines };
}

it("keeps the caller's trace, without its flag, and names it in log lines", async () => {
  const { trace, lines } = await fail({ traceparent: `00-${TRACE}-b7ad6b7169203331-01`, tracestate: "vendor=1" });
  expect(trace).toEqual({ traceId: TRACE, spanId: "b7ad6b7169203331", sampled: false });
  expect(lines).toEqual([
    expect.objectContaining({ correlation_id: "request-1", trace_id: TRACE, msg: "request failed" }),
  ]);
});

it.each([{}, { traceparent: "junk" }, { traceparent: `00-${TRACE}-0000000000000000-01` }])(
  "begins none of its own",
  async (headers) => {
    const { trace, lines } = await fail(headers as Record<string, string>);
    expect(trace).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty("trace_id");
  },
);

/** Keeps what it is told of a span until that ends. */
function recorder() {
  const ended: { name: string; attributes: SpanAttributes; failed: boolean }[] = [];
  const tracer: Tracer = {
    start({ name, attributes = {} }) {
      const told = { ...attributes };
      return {
        context: { traceId: TRACE, spanId: "b7ad6b7169203331", sampled: true },
        set: (more) => void Object.assign(told, more),
        end: (failed = false) => void ended.push({ name, attributes: told, failed }),
      };
    },
  };
  return { ended, tracer };
}

it.each([
  ["before its answer begins", false],
  ["while its answer is sent", true],
])("ends the span of a request whose client leaves %s", async (_when, hasBegun) => {
  const core = { services: { settings: DEFAULT_SETTINGS } } as Core;
  const logger = createLogger({ service: "api", level: "fatal" });
  const app = await createApp(core, DEFAULT_API_SETTINGS, logger);
  const { ended, tracer } = recorder();
  traceRequests(app, tracer);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  app.get("/slow", async (_request, reply) => {
    const left = once(reply.raw, "close");
    if (hasBegun) reply.hijack().raw.writeHead(200).write("a part");
    begin();
    await left;
  });
  onTestFinished(() => app.close());
  const address = await app.listen({ port: 0 });
  const client = new AbortController();
  const asked = fetch(`${address}/slow`, { signal: client.signal }).then((answer) => answer.text());
  asked.catch(() => {});
  await begun;
  client.abort();

  await expect.poll(() => ended).toHaveLength(1);
  expect(ended[0]).toMatchObject({ name: "GET /slow", failed: false });
  expect(ended[0]?.attributes["http.response.status_code"]).toBe(hasBegun ? 200 : undefined);
});
