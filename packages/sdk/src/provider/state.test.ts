import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineProvider, defineResource, withState } from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

const config = z.object({ state: z.unknown(), quiet: z.boolean().default(false), fails: z.boolean().default(false) });

/** Keeps the state that its config has, and answers with the one that it was given. */
function provider(found: { state?: unknown } | null = null) {
  const thing = defineResource({
    config,
    outputs: z.object({ given: z.unknown() }),
    read(ctx) {
      if (found === null) return null;
      const result = { outputs: { given: ctx.state } };
      return "state" in found ? withState(result, found.state) : result;
    },
    create: (ctx) => withState({ given: ctx.state }, ctx.config.state),
    update(ctx) {
      expectTypeOf(ctx.state).toEqualTypeOf<unknown>();
      if (ctx.config.fails) throw new Error("failed");
      const outputs = { given: ctx.state };
      return ctx.config.quiet ? outputs : withState(outputs, ctx.config.state);
    },
    delete(ctx) {
      ctx.log.info(`${ctx.state}`);
    },
    health: (ctx) => ({ status: "healthy", message: String(ctx.state) }),
  });
  return defineProvider({ resources: { thing } });
}

test("what a handler keeps is given to every later one", async () => {
  const harness = new ProviderHarness(provider());

  expect(await harness.create("thing", { config: { state: "a" } })).toMatchObject({
    outputs: { given: null },
    state: "a",
  });
  expect((await harness.health("thing")).health?.message).toBe("a");
  expect((await harness.update("thing", { config: { state: { b: [1] } } })).outputs).toEqual({ given: "a" });
  expect((await harness.update("thing", { config: { state: "c", fails: true } })).ok).toBe(false);
  const quiet = await harness.update("thing", { config: { state: "d", quiet: true } });
  expect(quiet.outputs).toEqual({ given: { b: [1] } });
  expect(quiet).not.toHaveProperty("state");
  expect((await harness.update("thing", { config: { state: null } })).outputs).toEqual({ given: { b: [1] } });
  expect((await harness.delete("thing")).logs).toMatchObject([{ message: "null" }]);
  expect(harness.calls.map(({ method, state }) => [method, state])).toEqual([
    ["read", null],
    ["create", null],
    ["health", "a"],
    ["update", "a"],
    ["update", { b: [1] }],
    ["update", { b: [1] }],
    ["update", { b: [1] }],
    ["delete", null],
  ]);
});

test("what a create reads is there for its update, and kept if that says nothing", async () => {
  const harness = new ProviderHarness(provider({ state: "read" }));

  const created = await harness.create("thing", { config: { state: "x", quiet: true } });

  expect(created).toMatchObject({ outputs: { given: "read" }, state: "read" });
  expect((await harness.delete("thing")).logs).toMatchObject([{ message: "read" }]);
});

test("a check for drift remembers nothing", async () => {
  const harness = new ProviderHarness(provider({ state: "checked" }));
  await harness.create("thing", { config: { state: "made" } });

  expect(await harness.read("thing")).toMatchObject({ outputs: { given: "made" }, state: "checked" });
  expect((await harness.health("thing")).health?.message).toBe("made");
});

test("a call may be given a state", async () => {
  const harness = new ProviderHarness(provider());

  const updated = await harness.update("thing", { config: { state: 1 }, state: { from: "elsewhere" } });

  expect(updated.outputs).toEqual({ given: { from: "elsewhere" } });
});

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

test.each<[string, unknown, RegExp]>([
  ["too large", "x".repeat(65_535), /^create returned a state that is larger than 65536 bytes$/],
  ["too large in bytes", "ä".repeat(32_768), /larger than 65536 bytes$/],
  ["a cycle", cyclic, /^create returned a state that is not JSON: .*circular/],
  ["a bigint", 1n, /^create returned a state that is not JSON: /],
  ["nothing", undefined, /^create returned a state that is not JSON: it has no JSON form$/],
])("a state that is %s is an error of the handler", async (_what, state, message) => {
  const harness = new ProviderHarness(
    defineProvider({
      resources: {
        thing: defineResource({
          config: z.object({}),
          outputs: z.object({}),
          create: () => withState({}, state),
          update: () => ({}),
          delete() {},
        }),
      },
    }),
  );

  const created = await harness.create("thing", { config: {} });

  expect(created.error).toMatchObject({ kind: "outputs", message: expect.stringMatching(message) });
});

test("a state of exactly 64 KiB is kept", async () => {
  const harness = new ProviderHarness(provider());
  const state = "x".repeat(65_534);

  expect(await harness.create("thing", { config: { state } })).toMatchObject({ ok: true, state });
});
