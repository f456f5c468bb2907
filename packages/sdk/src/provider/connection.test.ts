import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  ConfigError,
  defineConnectedResource,
  defineConnection,
  defineProvider,
  defineResource,
  type Health,
} from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

type Answer = Health | undefined | Error;

/** A provider whose server answers what the test says. */
function providerOf(answer: () => Answer) {
  const connection = defineConnection({
    description: "Where the boxes are",
    tags: ["box"],
    config: z.object({
      url: z.string().meta({ sensitive: true }),
      region: z.string().default("eu").meta({ immutable: true }),
    }),
    check(ctx) {
      expectTypeOf(ctx.config).toEqualTypeOf<{ url: string; region: string }>();
      ctx.log.info(`asked in ${ctx.config.region}`);
      const answered = answer();
      if (answered instanceof Error) throw answered;
      return answered;
    },
  });
  const box = defineConnectedResource({
    connection,
    config: z.object({ url: z.string().optional() }),
    outputs: z.object({ at: z.string() }),
    complete({ url }, connection) {
      expectTypeOf(connection).toEqualTypeOf<{ url: string; region: string } | null>();
      if (url !== undefined) return { url, region: "none" };
      if (connection === null) throw new ConfigError("It names no server: give config.url, or a connection");
      return connection;
    },
    create(ctx) {
      expectTypeOf(ctx.config).toEqualTypeOf<{ url: string; region: string }>();
      return { at: `${ctx.config.url} in ${ctx.config.region} of ${ctx.name}` };
    },
    update: (ctx, previous) => ({ at: `${previous.url}, now ${ctx.config.url}` }),
    delete() {},
  });
  const open = defineResource({
    config: z.object({}),
    outputs: z.object({ sent: z.unknown() }),
    create(ctx) {
      expectTypeOf(ctx.connection).toEqualTypeOf<Record<string, unknown> | null>();
      return { sent: ctx.connection };
    },
    update: (ctx) => ({ sent: ctx.connection }),
    delete() {},
  });
  return defineProvider({ connection, resources: { box, open } });
}

const config = { url: "box://a" };
const nothing = () => undefined;

test("the connection is described as a type of the provider", () => {
  const { box, connection } = providerOf(nothing).describe();

  expect(box).not.toHaveProperty("connection");
  expect(connection).toMatchObject({
    connection: true,
    description: "Where the boxes are",
    tags: ["box"],
    methods: ["create", "update", "delete", "health"],
    schema: {
      required: ["url"],
      additionalProperties: false,
      properties: { url: { sensitive: true }, region: { immutable: true, default: "eu" } },
    },
    outputs_schema: { properties: {}, additionalProperties: false },
  });
});

test("without check there is no health, and create just succeeds", async () => {
  const connection = defineConnection({ config: z.object({ url: z.string() }) });
  const { box } = providerOf(nothing).resources;
  const provider = defineProvider({ connection, resources: { box: { ...box, connection } } });

  expect(provider.describe().connection).toMatchObject({
    methods: ["create", "update", "delete"],
    description: "How resources of this provider reach their server",
  });
  expect(await new ProviderHarness(provider).create("connection", { config })).toMatchObject({ ok: true, outputs: {} });
});

test.each<[string, Answer, object, object]>([
  ["nothing", undefined, { ok: true, outputs: {} }, { health: { status: "healthy" } }],
  [
    "healthy",
    { status: "healthy", message: "v3", details: { version: 3 } },
    { ok: true, outputs: {} },
    { health: { status: "healthy", message: "v3", details: { version: 3 } } },
  ],
  [
    "degraded",
    { status: "degraded", message: "may not create boxes" },
    { ok: true, logs: [{ level: "info" }, { level: "warn", message: "may not create boxes" }] },
    { health: { status: "degraded", message: "may not create boxes" } },
  ],
  [
    "unhealthy",
    { status: "unhealthy", message: "no route" },
    { ok: false, error: { kind: "failed", message: "no route" } },
    { health: { status: "unhealthy", message: "no route" } },
  ],
  [
    "an error with its cause",
    new Error("no answer", { cause: new Error("ECONNREFUSED") }),
    { ok: false, error: { kind: "failed", message: "no answer: ECONNREFUSED" } },
    { health: { status: "unhealthy", message: "no answer: ECONNREFUSED" } },
  ],
  [
    "a ConfigError",
    new ConfigError("wrong password"),
    { ok: false, error: { kind: "config", message: "wrong password" } },
    { health: { status: "unhealthy", message: "wrong password" } },
  ],
  [
    "another status",
    { status: "fine" } as never,
    { ok: false, error: { kind: "failed", message: /check must return/ } },
    { health: { status: "unhealthy", message: /check must return/ } },
  ],
])("check answers %s: create, update and health say the same", async (_what, answer, changed, health) => {
  const harness = new ProviderHarness(providerOf(() => answer));

  expect(await harness.create("connection", { config })).toMatchObject(matching(changed));
  expect(await harness.update("connection", { config })).toMatchObject(matching(changed));
  expect(await harness.health("connection", { config })).toMatchObject(matching(health));
  expect(await harness.delete("connection", { config })).toMatchObject({ ok: true, outputs: null });
});

/** The same with each pattern as something that matches it. */
function matching(value: unknown): object {
  if (value instanceof RegExp) return expect.stringMatching(value);
  if (typeof value !== "object" || value === null) return value as never;
  if (Array.isArray(value)) return value.map(matching);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, matching(inner)]));
}

test("a health check that is cancelled is no finding", async () => {
  const controller = new AbortController();
  const provider = providerOf(() => {
    controller.abort(new Error("cancelled"));
    return new Error("socket closed");
  });

  const { health, error } = await new ProviderHarness(provider).health("connection", {
    config,
    signal: controller.signal,
  });

  expect({ health, error }).toMatchObject({ health: null, error: { message: "cancelled" } });
});

test("a handler gets the connection as it is now, parsed where its type says what it is", async () => {
  const harness = new ProviderHarness(providerOf(nothing), { connection: config });

  expect((await harness.create("box", { config: {} })).outputs).toEqual({ at: "box://a in eu of main" });
  expect((await harness.update("box", { connection: { url: "box://b" } })).outputs).toEqual({
    at: "box://b, now box://b",
  });
  expect((await harness.update("box", {})).outputs).toEqual({ at: "box://b, now box://b" });
  expect((await harness.create("open", { config: {} })).outputs).toEqual({ sent: config });
  expect((await harness.create("open", { name: "none", config: {}, connection: null })).outputs).toEqual({
    sent: null,
  });
});

test("what the config says itself wins, and without both the error says what to give", async () => {
  const harness = new ProviderHarness(providerOf(nothing));

  expect((await harness.create("box", { config: { url: "own" }, connection: config })).outputs?.at).toBe(
    "own in none of main",
  );
  expect((await harness.create("box", { name: "none", config: {} })).error).toMatchObject({
    kind: "config",
    message: "It names no server: give config.url, or a connection",
  });
});

test("a connection that breaks its schema is a ConfigError of the connection, and runs no handler", async () => {
  const harness = new ProviderHarness(providerOf(nothing));
  const create = (connection: object) => harness.create("box", { config: {}, connection: connection as never });

  for (const [connection, message] of [
    [{ url: 1 }, /^connection: config\.url must be a string$/],
    [{}, /^connection: config\.url is required$/],
    [{ url: "a", ulr: "b" }, /^connection: config: "ulr" is not a known field/],
  ] as const) {
    expect((await create(connection)).error).toMatchObject({
      kind: "config",
      message: expect.stringMatching(message),
    });
  }
  expect(harness.calls).toEqual([]);
});

test("defineProvider refuses two types of that name, and the connection of another provider", () => {
  const provider = providerOf(nothing);
  const { connection } = provider;
  const { box, open } = provider.resources;
  const other = defineConnection({ config: z.object({}) });

  expect(() => defineProvider({ connection: other, resources: { connection: open } })).toThrow(
    new TypeError('The type "connection" is made of the provider\'s connection: give the other one another name'),
  );
  for (const definition of [{ connection: other, resources: { box } }, { resources: { box } }]) {
    expect(() => defineProvider(definition as never)).toThrow('"box" uses a connection that is not the provider\'s');
  }
  expect(() => defineProvider({ connection: {} as never, resources: { open } })).toThrow(
    'Resource type "connection" needs a zod schema as "config"',
  );
  expect(connection?.description).toBe("Where the boxes are");
});

test("a type that is only called so stays an ordinary one", async () => {
  const { open } = providerOf(nothing).resources;
  const provider = defineProvider({ resources: { connection: open } });
  const harness = new ProviderHarness(provider);

  expect(provider.describe().connection).not.toHaveProperty("connection");
  expect((await harness.create("connection", { config: {} })).outputs).toEqual({ sent: null });
  expect((await new ProviderHarness(provider, { connection: {} }).create("connection", { config: {} })).ok).toBe(true);
});

test("the harness types the connection by the provider's", () => {
  const provider = providerOf(nothing);
  // @ts-expect-error url is a text
  const wrong = () => new ProviderHarness(provider, { connection: { url: 1 } });
  // @ts-expect-error there is no such field
  const unknown = () => new ProviderHarness(provider).create("box", { config: {}, connection: { ulr: "a" } });
  expect([wrong, unknown]).toHaveLength(2);
});
