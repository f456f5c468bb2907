import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Collector, type ReceivedSpan, startCollector } from "@pragma/testing/collector";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { archiveOf, codeForm } from "../support/archive.ts";
import { Client } from "../support/client.ts";

const PROVIDER = new URL("../providers/traced/", import.meta.url);
const SETTINGS = {
  PRAGMA_MAX_ATTEMPTS: "3",
  PRAGMA_RETRY_BASE_DELAY_MS: "10",
  OTEL_BSP_SCHEDULE_DELAY: "20",
};
const TYPE = "traced/item";

let count = 0;

/** A caller's trace, in which it has a span. */
function beginTrace(): { traceId: string; spanId: string; traceparent: string } {
  const traceId = randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-00` };
}

/** Reads a build, a deployment or a resource until it has that status. */
async function until(client: Client, path: string, wanted: string): Promise<void> {
  for (;;) {
    const { body } = await client.get(path);
    const status = body.lifecycle_state ?? body.status;
    if (status === wanted) return;
    if (status === "failed") throw new Error(JSON.stringify(body));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Applies items to a stack, and follows what becomes of them. */
class Items {
  readonly client: Client;

  private constructor({ apiUrl, token }: Stack) {
    this.client = new Client(apiUrl, token);
  }

  /** Pushes and deploys their provider first. */
  static async of(stack: Stack): Promise<Items> {
    const { client } = new Items(stack);
    const files = ["package.json", "index.ts"].map(async (name) => ({
      name,
      content: await readFile(new URL(name, PROVIDER)),
    }));
    const archive = await archiveOf(...(await Promise.all(files)));
    const { version } = (await client.post("/providers/traced/push", codeForm(archive))).body;
    await until(client, `/providers/traced/builds/${version}`, "success");
    await client.post("/providers/traced/deploy", {});
    await until(client, "/providers/traced/deployment", "available");
    return new Items(stack);
  }

  async apply(config: object, { name = `item-${++count}`, traceparent = "" } = {}): Promise<string> {
    const body = { provider: "traced", resource: "item", name, config, lifecycle_state: "pending" };
    const answer = await this.client.post("/resources/apply", body, traceparent ? { traceparent } : {});
    expect(answer.status).toBe(200);
    return name;
  }

  idOf(name: string): string {
    return encodeURIComponent(`${TYPE}/${name}`);
  }

  /** The resource, once it is ready and `isIt` says that it is what was waited for. */
  async ready(name: string, isIt: (body: { outputs: { text?: string } }) => boolean = () => true) {
    for (;;) {
      const { body } = await this.client.get(`/resources/${this.idOf(name)}`);
      if (body.lifecycle_state === "ready" && isIt(body)) return body;
      if (body.lifecycle_state === "failed") throw new Error(body.error);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Lines that its handlers logged. */
  async logs(name: string): Promise<{ message: string; metadata: { traceparent: string }; trace_id?: string }[]> {
    const { body } = await this.client.get(`/resources/${this.idOf(name)}/logs`);
    return body.filter(({ message }: { message: string }) => message.startsWith("made in "));
  }

  async eventIds(name: string): Promise<string[]> {
    const { body } = await this.client.get(`/resources/${this.idOf(name)}/events`);
    return body.map(({ event_id }: { event_id: string }) => event_id);
  }
}

const named = (name: string) => (span: ReceivedSpan) => span.name === name;

/** Whether spans of all these names have come: those of API and worker come in any order. */
const all =
  (...names: string[]) =>
  (spans: readonly ReceivedSpan[]) =>
    names.every((name) => spans.some(named(name)));

const APPLY = "POST /resources/apply";

function one(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const found = spans.filter(named(name));
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0] as ReceivedSpan;
}

describe("with a collector", () => {
  let collector: Collector;
  let stack: Stack;
  let items: Items;

  beforeAll(async () => {
    collector = await startCollector();
    stack = await startStack({ ...SETTINGS, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    items = await Items.of(stack);
  });
  afterAll(async () => {
    await stack.stop();
    await collector.close();
  });

  it("a change is one trace, from the caller's traceparent to the provider's log line", async () => {
    const caller = beginTrace();
    const name = await items.apply({ text: "one", password: "hunter2" }, caller);
    await items.ready(name);
    const spans = await collector.trace(caller.traceId, all(APPLY, `event ${TYPE} CREATE`, `attempt ${TYPE} CREATE`));

    const request = one(spans, APPLY);
    const event = one(spans, `event ${TYPE} CREATE`);
    const attempt = one(spans, `attempt ${TYPE} CREATE`);
    const observe = one(spans, `call ${TYPE} observe`);
    const create = one(spans, `call ${TYPE} create`);
    expect(spans).toHaveLength(5);
    expect(
      [request, event, attempt, observe, create].map(({ service, kind, parentId, failed }) => [
        service,
        kind,
        parentId,
        failed,
      ]),
    ).toEqual([
      ["pragma-api", "server", caller.spanId, false],
      ["pragma-api", "producer", request.spanId, false],
      ["pragma-worker", "consumer", event.spanId, false],
      ["pragma-worker", "client", attempt.spanId, false],
      ["pragma-worker", "client", attempt.spanId, false],
    ]);
    expect(attempt.start).toBeGreaterThanOrEqual(event.start);

    // The sampled flag is ours: the caller's said no.
    const traceparent = `00-${caller.traceId}-${create.spanId}-01`;
    expect(await items.logs(name)).toEqual([
      expect.objectContaining({
        message: `made in ${caller.traceId}`,
        metadata: { traceparent },
        trace_id: caller.traceId,
      }),
    ]);
  });

  it("says which type, organization, event and outcome a span is about, and no more", async () => {
    const caller = beginTrace();
    const name = await items.apply({ text: "a-config", password: "hunter2" }, caller);
    const [eventId] = (await items.ready(name)) && (await items.eventIds(name));
    const secret = {
      provider: "pragma",
      resource: "secret",
      name: "name-of-a-secret",
      config: { data: { key: "s3cret" } },
    };
    await items.client.post("/resources/apply", { ...secret, lifecycle_state: "pending" }, caller);
    const wanted = all(APPLY, "attempt pragma/secret CREATE", `attempt ${TYPE} CREATE`);
    const spans = await collector.trace(caller.traceId, wanted);
    const about = {
      "pragma.organization.id": expect.any(String),
      "pragma.resource.type": TYPE,
    };
    expect(one(spans, `attempt ${TYPE} CREATE`).attributes).toEqual({
      ...about,
      "pragma.event.id": eventId,
      "pragma.event.type": "CREATE",
      "pragma.resource.generation": 1,
      "pragma.attempt": 1,
      "pragma.outcome": "succeeded",
    });
    expect(one(spans, `call ${TYPE} create`).attributes).toEqual({
      ...about,
      "pragma.provider.method": "create",
      "pragma.provider.version": expect.any(String),
    });
    expect(spans.find(named(APPLY))?.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/resources/apply",
      "http.response.status_code": 200,
      "pragma.organization.id": expect.any(String),
    });
    const told = JSON.stringify(collector.spans, (_, value) => (typeof value === "bigint" ? String(value) : value));
    for (const word of ["a-config", "hunter2", "name-of-a-secret", "s3cret", name]) expect(told).not.toContain(word);
  });

  it("a deletion that needs no handler is an attempt at its event, too", async () => {
    const path = "/resources/pragma%2Fconfig%2Fbrief";
    const config = { provider: "pragma", resource: "config", name: "brief", config: { data: {} } };
    await items.client.post("/resources/apply", { ...config, lifecycle_state: "pending" });
    await until(items.client, path, "ready");
    const caller = beginTrace();
    expect((await items.client.delete(path, caller)).status).toBe(200);
    const names = ["event pragma/config DELETE", "attempt pragma/config DELETE"] as const;
    const spans = await collector.trace(caller.traceId, all(...names));
    const [event, attempt] = names.map((name) => one(spans, name));
    expect(attempt?.parentId).toBe(event?.spanId);
    expect(attempt?.attributes).toMatchObject({ "pragma.attempt": 1, "pragma.outcome": "succeeded" });
  });

  it("each attempt is a span of the same event, and tells how it ended", async () => {
    const caller = beginTrace();
    await items.ready(await items.apply({ text: "one", failures: 2 }, caller));
    const ofAttempts = (found: readonly ReceivedSpan[]) => found.filter(named(`attempt ${TYPE} CREATE`));
    const spans = await collector.trace(
      caller.traceId,
      (found) => ofAttempts(found).length === 3 && all(`event ${TYPE} CREATE`)(found),
    );
    const event = one(spans, `event ${TYPE} CREATE`);
    expect(
      ofAttempts(spans).map(({ parentId, failed, attributes }) => [
        parentId,
        failed,
        attributes["pragma.attempt"],
        attributes["pragma.outcome"],
      ]),
    ).toEqual([
      [event.spanId, true, 1, "retried"],
      [event.spanId, true, 2, "retried"],
      [event.spanId, false, 3, "succeeded"],
    ]);
    expect(spans.filter(named(`call ${TYPE} create`)).map(({ failed }) => failed)).toEqual([true, true, false]);
  });

  it("a dependent's update is a trace of its own, linked to the events that caused it", async () => {
    const above = await items.apply({ text: "one" });
    await items.ready(above);
    const below = await items.apply({ text: `\${${TYPE}/${above}.outputs.text}` });
    await items.ready(below);
    const caller = beginTrace();
    await items.apply({ text: "two" }, { name: above, ...caller });
    await items.ready(below, ({ outputs }) => outputs.text === "two");
    const cause = one(
      await collector.trace(caller.traceId, all(APPLY, `event ${TYPE} UPDATE`, `attempt ${TYPE} UPDATE`)),
      `event ${TYPE} UPDATE`,
    );
    const [line] = (await items.logs(below)).slice(-1);
    const traceId = line?.metadata.traceparent.slice(3, 35) ?? "";
    expect(traceId).not.toBe(caller.traceId);
    const spans = await collector.trace(traceId, all(`attempt ${TYPE} UPDATE`));
    const event = one(spans, `event ${TYPE} UPDATE`);
    expect(event).toMatchObject({
      service: "pragma-worker",
      parentId: null,
      links: [{ traceId: caller.traceId, spanId: cause.spanId }],
    });
    expect(one(spans, `attempt ${TYPE} UPDATE`).parentId).toBe(event.spanId);
    expect(
      collector.spans
        .filter((span) => span.traceId === caller.traceId)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["POST /resources/apply", `attempt ${TYPE} UPDATE`, `call ${TYPE} update`, `event ${TYPE} UPDATE`]);
  });

  it("what a handler applies, and no longer applies, belongs to its attempt's trace", async () => {
    const caller = beginTrace();
    const part = `part-${++count}`;
    const owner = await items.apply({ text: "one", part }, caller);
    await items.ready(part);
    const attempts = (type: string) => (found: readonly ReceivedSpan[]) =>
      found.filter(named(`${type} ${TYPE} CREATE`));
    const spans = await collector.trace(caller.traceId, (found) =>
      [attempts("event"), attempts("attempt")].every((of) => of(found).length === 2),
    );
    const [outer] = attempts("event")(spans).filter(({ service }) => service === "pragma-api");
    const [inner] = attempts("event")(spans).filter(({ service }) => service === "pragma-worker");
    const attempt = attempts("attempt")(spans).find(({ parentId }) => parentId === outer?.spanId);
    expect(inner?.parentId).toBe(attempt?.spanId);

    const later = beginTrace();
    await items.apply({ text: "two" }, { name: owner, ...later });
    const dropped = await collector.trace(later.traceId, all(`event ${TYPE} UPDATE`, `attempt ${TYPE} DELETE`));
    expect(one(dropped, `event ${TYPE} DELETE`).parentId).toBe(one(dropped, `event ${TYPE} UPDATE`).spanId);
  });

  it("a question to a provider is part of the request that asks it", async () => {
    const name = await items.apply({ text: "one" });
    await items.ready(name);
    const caller = beginTrace();
    const { body } = await items.client.get(`/resources/${items.idOf(name)}/health`, caller);
    const spans = await collector.trace(caller.traceId, all("GET /resources/:id/health", `call ${TYPE} health`));
    const call = one(spans, `call ${TYPE} health`);
    expect(call.parentId).toBe(one(spans, "GET /resources/:id/health").spanId);
    expect(body.details).toEqual({ traceparent: `00-${caller.traceId}-${call.spanId}-01` });
  });

  it("a deletion, and a request that fails, are traced too; a probe and an invalid traceparent are not", async () => {
    const name = await items.apply({ text: "one" });
    await items.ready(name);
    const caller = beginTrace();
    await items.client.delete(`/resources/${items.idOf(name)}`, caller);
    await items.client.get("/resources/absent", caller);
    await items.client.get("/nowhere", caller);
    await items.client.get("/health", caller);
    const wanted = all("DELETE /resources/:id", `attempt ${TYPE} DELETE`, "GET /resources/:id", "GET");
    const spans = await collector.trace(caller.traceId, wanted);
    expect(one(spans, `event ${TYPE} DELETE`).parentId).toBe(one(spans, "DELETE /resources/:id").spanId);
    expect(one(spans, "GET /resources/:id").attributes["http.response.status_code"]).toBe(404);
    expect(one(spans, "GET").attributes["http.response.status_code"]).toBe(404);
    expect(spans.some((span) => span.name.includes("health"))).toBe(false);

    const invalid = `00-${caller.traceId}-${caller.spanId}-zz`;
    const other = await items.apply({ text: "one" }, { traceparent: invalid });
    await items.ready(other);
    expect((await items.logs(other))[0]?.trace_id).not.toBe(caller.traceId);
  });
});

describe("without a collector", () => {
  let stack: Stack;
  let items: Items;

  beforeAll(async () => {
    stack = await startStack(SETTINGS);
    items = await Items.of(stack);
  });
  afterAll(() => stack.stop());

  it("hands on the caller's traceparent, except for its flag: nothing is recorded", async () => {
    const { traceId, spanId } = beginTrace();
    const name = await items.apply({ text: "one" }, { traceparent: `00-${traceId}-${spanId}-01` });
    await items.ready(name);
    expect(await items.logs(name)).toEqual([
      expect.objectContaining({ metadata: { traceparent: `00-${traceId}-${spanId}-00` }, trace_id: traceId }),
    ]);
  });

  it("gives an event without one a trace named by its own id, the same on every attempt", async () => {
    const name = await items.apply({ text: "one", failures: 1 });
    await items.ready(name);
    const [eventId = ""] = await items.eventIds(name);
    const digits = eventId.replaceAll("-", "");
    const traceparent = `00-${digits}-${digits.slice(16)}-00`;
    const lines = await items.logs(name);
    expect(lines.map(({ metadata }) => metadata)).toEqual([{ traceparent }, { traceparent }]);
    // Nobody asked for it.
    for (const line of lines) expect(line).not.toHaveProperty("trace_id");
  });

  it("hands it on with a question, too", async () => {
    const name = await items.apply({ text: "one" });
    await items.ready(name);
    const { traceId, spanId, traceparent } = beginTrace();
    const asked = await items.client.get(`/resources/${items.idOf(name)}/health`, { traceparent });
    expect(asked.body.details).toEqual({ traceparent: `00-${traceId}-${spanId}-00` });
    const alone = await items.client.get(`/resources/${items.idOf(name)}/health`);
    expect(alone.body.details.traceparent).not.toContain(traceId);
  });
});

describe("with a collector that is away", () => {
  it("works as ever, and ends", { tags: ["thorough"] }, async () => {
    const gone = await startCollector();
    await gone.close();
    const stack = await startStack({ ...SETTINGS, OTEL_EXPORTER_OTLP_ENDPOINT: gone.url });
    onTestFinished(() => stack.stop());
    const client = new Client(stack.apiUrl, stack.token);
    const made = Array.from({ length: 20 }, (_, index) => ({
      provider: "pragma",
      resource: "config",
      name: `c-${index}`,
    }));
    for (const identity of made) {
      await client.post("/resources/apply", { ...identity, config: { data: {} }, lifecycle_state: "pending" });
    }
    for (const { name } of made) await until(client, `/resources/pragma%2Fconfig%2F${name}/status`, "ready");
  });
});
