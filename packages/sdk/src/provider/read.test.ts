import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  defineConnectedResource,
  defineConnection,
  defineProvider,
  defineResource,
  type Found,
  type ReadResult,
} from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

const config = z.object({
  size: z.number().default(1),
  owner: z.string().optional(),
  limits: z.object({ cpu: z.number(), memory: z.number() }).optional(),
  labels: z.record(z.string(), z.string()).default({}),
  parts: z.array(z.object({ id: z.string() })).default([]),
  anything: z.unknown().optional(),
});
const outputs = z.object({ url: z.string() });

type Answer = ReadResult<typeof config, typeof outputs> | null;

function providerOf(read: () => Answer) {
  const box = defineResource({
    config,
    outputs,
    drift: { every: 3600 },
    read(ctx) {
      expectTypeOf(ctx.config.size).toEqualTypeOf<number>();
      return read();
    },
    observe: () => {
      throw new Error("read takes its place");
    },
    create: () => ({ url: "made" }),
    update: (ctx) => ({ url: `updated ${ctx.outputs?.url}` }),
    delete() {},
  });
  return defineProvider({ resources: { box } });
}

test("a type with read says so, and how often it is checked", () => {
  expect(providerOf(() => null).describe().box).toMatchObject({
    methods: ["create", "update", "delete", "read", "observe"],
    drift: { every: 3600 },
  });
});

test("read answers part of the config, with nulls for what is absent", () => {
  expectTypeOf<Found<z.input<typeof config>>["size"]>().toEqualTypeOf<number | null | undefined>();
  const found: Found<z.input<typeof config>> = {
    size: null,
    limits: { cpu: null },
    labels: { a: "b", c: null },
    parts: [{ id: "1" }],
    anything: { at: "all" },
  };
  // @ts-expect-error a size is a number
  found.size = "1";
  // @ts-expect-error arrays are compared whole, so their elements have all members
  found.parts = [{}];
  expect(found.limits).toEqual({ cpu: null });
});

test("the harness reads outputs and config", async () => {
  const harness = new ProviderHarness(providerOf(() => ({ outputs: { url: "u" }, config: { size: 2, owner: null } })));

  const read = await harness.read("box", { config: {} });

  expectTypeOf(read.outputs).toEqualTypeOf<{ url: string } | null>();
  expect(read).toEqual({ ok: true, error: null, logs: [], outputs: { url: "u" }, config: { size: 2, owner: null } });
});

test.each<[string, Answer, object]>([
  ["is absent", null, { outputs: null, config: null }],
  ["tells outputs alone", { outputs: { url: "u" } }, { outputs: { url: "u" }, config: null }],
  [
    "leaves out what it cannot find out",
    { outputs: { url: "u" }, config: { size: 1, owner: undefined } },
    { outputs: { url: "u" }, config: { size: 1 } },
  ],
])("read of what %s", async (_what, answer, result) => {
  const harness = new ProviderHarness(providerOf(() => answer));

  const read = await harness.read("box", { config: {} });

  expect({ outputs: read.outputs, config: read.config }).toEqual(result);
});

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

test.each<[string, unknown, RegExp]>([
  ["nothing", undefined, /^read must return an object with outputs and, if it can tell, config; or null$/],
  ["outputs without their frame", { url: "u" }, /^read must return an object with outputs/],
  ["a list", [], /^read must return an object with outputs/],
  ["wrong outputs", { outputs: { url: 1 } }, /^read returned outputs that break their schema: outputs.url must be a/],
  ["a config that is a list", { outputs: { url: "u" }, config: [] }, /^read returned a config that is not an object$/],
  ["a config that is null", { outputs: { url: "u" }, config: null }, /^read returned a config that is not an object$/],
  ["a cycle", { outputs: { url: "u" }, config: { anything: cyclic } }, /^not a JSON value: /],
])("a read that returns %s breaks its outputs", async (_what, answer, message) => {
  const harness = new ProviderHarness(providerOf(() => answer as Answer));

  const read = await harness.read("box", { config: {} });

  expect(read.error).toMatchObject({ kind: "outputs", message: expect.stringMatching(message) });
});

test("create asks read first, and not observe", async () => {
  let found: Answer = null;
  const harness = new ProviderHarness(providerOf(() => found));

  expect((await harness.create("box", { name: "new", config: {} })).outputs).toEqual({ url: "made" });
  found = { outputs: { url: "u" }, config: { size: 3 } };
  expect((await harness.create("box", { name: "old", config: {} })).outputs).toEqual({ url: "updated u" });
  expect(harness.calls.map(({ method }) => method)).toEqual(["read", "create", "read", "update"]);
});

test("a connected type reads with its whole config, and answers in terms of the declared one", async () => {
  const connection = defineConnection({ config: z.object({ url: z.string() }) });
  const box = defineConnectedResource({
    connection,
    config: z.object({ url: z.string().optional(), size: z.number() }),
    outputs: z.object({}),
    complete: (config, connection) => ({ ...config, url: config.url ?? connection?.url ?? "" }),
    read(ctx) {
      expectTypeOf(ctx.config).toEqualTypeOf<{ url: string; size: number }>();
      return { outputs: {}, config: { url: ctx.config.url, size: 2 } };
    },
    create: () => ({}),
    update: () => ({}),
    delete() {},
  });
  const harness = new ProviderHarness(defineProvider({ connection, resources: { box } }), {
    connection: { url: "from the connection" },
  });

  expect((await harness.read("box", { config: { size: 1 } })).config).toEqual({ url: "from the connection", size: 2 });
});

const plain = { config: z.object({}), outputs: z.object({}), create: () => ({}), update: () => ({}), delete() {} };

test("types without a thing outside say so; connections are such", () => {
  const connection = defineConnection({ config: z.object({}) });
  const note = defineResource({ ...plain, real: false });
  const types = defineProvider({ connection, resources: { note, plain: defineResource(plain) } }).describe();

  expect(types.note?.real).toBe(false);
  expect(types.connection).toMatchObject({ connection: true, real: false });
  expect(types.plain).not.toHaveProperty("real");
  expect(types.plain).not.toHaveProperty("drift");
});

const LOOKS = { ...plain, observe: () => null };

test.each([
  ["read though there is nothing real", { ...plain, real: false, read: () => null }, /neither "read" nor "observe"$/],
  ["observe though there is nothing real", { ...LOOKS, real: false }, /neither "read" nor "observe"$/],
  ["drift without a way to look", { ...plain, drift: { every: 60 } }, /it needs "read" or "observe", too$/],
  ["checks too often", { ...LOOKS, drift: { every: 59 } }, /whole number of seconds, 60 to 2592000$/],
  ["checks too seldom", { ...LOOKS, drift: { every: 2_592_001 } }, /whole number of seconds, 60 to 2592000$/],
  ["parts of seconds", { ...LOOKS, drift: { every: 60.5 } }, /whole number of seconds/],
  ["a text", { ...LOOKS, drift: { every: "1h" as never } }, /whole number of seconds/],
])("defineProvider refuses %s", (_what, thing, message) => {
  expect(() => defineProvider({ resources: { thing: defineResource(thing) } })).toThrow(message);
});

test.each([60, 2_592_000])("a type may be checked every %i seconds", (every) => {
  const thing = defineResource({ ...LOOKS, drift: { every } });

  expect(defineProvider({ resources: { thing } }).describe().thing?.drift).toEqual({ every });
});

test("the harness finds what differs from the declared config", async () => {
  let answer: Answer | Error = { outputs: { url: "u" }, config: { size: 1, owner: null, limits: { cpu: 2 } } };
  const harness = new ProviderHarness(
    providerOf(() => {
      if (answer instanceof Error) throw answer;
      return answer;
    }),
  );
  const declared = { size: 1, owner: "me", limits: { cpu: 1, memory: 1 } };

  expect(await harness.drift("box", { config: declared })).toEqual([
    { path: "owner", declared: "me", found: null },
    { path: "limits.cpu", declared: 1, found: 2 },
  ]);
  answer = { outputs: { url: "u" } };
  expect(await harness.drift("box", { config: declared })).toEqual([]);
  answer = null;
  await expect(harness.drift("box", { config: declared })).rejects.toThrow("The box is absent");
  answer = new Error("no connection");
  await expect(harness.drift("box", { config: declared })).rejects.toThrow("no connection");
});
