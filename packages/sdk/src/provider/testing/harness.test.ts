import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { ConfigError, defineProvider, defineResource, RetryAfter } from "../index.ts";
import { ProviderHarness } from "./index.ts";

/** Buckets in a Map: a provider of which every part can be watched. */
function bucketProvider(world = new Map<string, { size: number }>()) {
  const bucket = defineResource({
    config: z.object({
      region: z.string().meta({ immutable: true }),
      size: z.number().int().default(1),
      mood: z.string().optional(),
    }),
    outputs: z.object({ url: z.string(), size: z.number() }),
    observe(ctx) {
      const found = world.get(ctx.name);
      return found ? { url: `b://${ctx.name}`, size: found.size } : null;
    },
    create(ctx) {
      ctx.log.info("creating", { size: ctx.config.size });
      if (ctx.config.mood === "config") throw new ConfigError("no such mood");
      if (ctx.config.mood === "later") throw new RetryAfter(7);
      if (ctx.config.mood === "broken") return { url: 1 as never, size: 1 };
      if (ctx.config.mood) throw new Error("bad mood");
      world.set(ctx.name, { size: ctx.config.size });
      return { url: `b://${ctx.name}`, size: ctx.config.size };
    },
    update(ctx, previous) {
      ctx.log.info(`from ${previous.size} to ${ctx.config.size}, was ${ctx.outputs?.size}`);
      world.set(ctx.name, { size: ctx.config.size });
      return { url: `b://${ctx.name}`, size: ctx.config.size };
    },
    delete(ctx) {
      world.delete(ctx.name);
    },
    async *logs(_ctx, { tail }) {
      for (let line = 1; line <= tail + 1; line++) yield { message: `line ${line}`, timestamp: new Date(line) };
    },
    health: () => ({ status: "degraded", message: "slow" }),
  });
  const group = defineResource({
    config: z.object({ members: z.array(z.string()) }),
    outputs: z.object({ urls: z.array(z.unknown()) }),
    async create(ctx) {
      const urls: unknown[] = [];
      for (const name of ctx.config.members) {
        const { id } = await ctx.apply({ provider: "test", resource: "bucket", name, config: {} });
        urls.push((await ctx.waitReady(id, { timeout: 5 })).outputs.url);
      }
      return { urls };
    },
    update: () => ({ urls: [] }),
    async delete() {},
  });
  return defineProvider({ resources: { bucket, group } });
}

test("a resource's life: create, update, observe, delete", async () => {
  const world = new Map();
  const harness = new ProviderHarness(bucketProvider(world));

  const created = await harness.create("bucket", { name: "a", config: { region: "eu" } });
  expectTypeOf(created.outputs).toEqualTypeOf<{ url: string; size: number } | null>();
  expect(created).toMatchObject({ ok: true, outputs: { url: "b://a", size: 1 }, error: null });
  expect(created.logs).toMatchObject([{ level: "info", message: "creating", metadata: { size: 1 } }]);

  const updated = await harness.update("bucket", { name: "a", config: { region: "eu", size: 3 } });
  expect(updated.outputs).toEqual({ url: "b://a", size: 3 });
  expect(updated.logs).toMatchObject([{ message: "from 1 to 3, was 1" }]);

  expect((await harness.observe("bucket", { name: "a" })).outputs).toEqual({ url: "b://a", size: 3 });
  expect(await harness.delete("bucket", { name: "a" })).toMatchObject({ ok: true, outputs: null });
  expect(world.size).toBe(0);
  expect(harness.calls.map((call) => call.method)).toEqual(["observe", "create", "update", "observe", "delete"]);
  await expect(harness.observe("bucket", { name: "a" })).rejects.toThrow('The harness knows no bucket "a"');
});

test("create brings what exists to the config instead of making it twice", async () => {
  const harness = new ProviderHarness(bucketProvider(new Map([["main", { size: 9 }]])));

  const result = await harness.create("bucket", { config: { region: "eu", size: 2 } });

  expect(result.outputs).toEqual({ url: "b://main", size: 2 });
  expect(result.logs).toMatchObject([{ message: "from 2 to 2, was 9" }]);
  expect(harness.calls.map((call) => call.method)).toEqual(["observe", "update"]);
});

test.each([
  ["config", { kind: "config", message: "no such mood" }],
  ["later", { kind: "retry", retryAfter: 7 }],
  [
    "broken",
    { kind: "outputs", message: expect.stringMatching(/^create returned outputs.*outputs\.url must be a string$/) },
  ],
  ["other", { kind: "failed", message: "bad mood" }],
])("a create that ends in %s", async (mood, error) => {
  const harness = new ProviderHarness(bucketProvider());

  const result = await harness.create("bucket", { config: { region: "eu", mood } });

  expect(result).toMatchObject({ ok: false, outputs: null, error });
  expect(harness.calls).toMatchObject([
    { method: "observe", ok: true },
    { method: "create", ok: false },
  ]);
});

test.each([
  ["an unknown key", { region: "eu", sise: 3 }, /^config: "sise" is not a known field; did you mean size\?$/],
  ["a missing field", {}, /^config\.region is required$/],
  ["a wrong type", { region: "eu", size: 1.5 }, /^config\.size must be a whole number$/],
])("%s is refused before a handler sees it", async (_what, config, message) => {
  const harness = new ProviderHarness(bucketProvider());

  const result = await harness.create("bucket", { config: config as never });

  expect(result.error).toMatchObject({ kind: "config", message: expect.stringMatching(message) });
  expect(harness.calls).toEqual([]);
});

test("an immutable field cannot change", async () => {
  const harness = new ProviderHarness(bucketProvider());
  await harness.create("bucket", { config: { region: "eu" } });

  const result = await harness.update("bucket", { config: { region: "us" } });

  expect(result.error).toMatchObject({ kind: "config", message: expect.stringContaining("config.region") });
});

test("health and logs", async () => {
  const harness = new ProviderHarness(bucketProvider());
  const config = { region: "eu" };

  expect((await harness.health("bucket", { config })).ok).toBe(true);
  expect(await harness.health("bucket", { config })).toMatchObject({
    health: { status: "degraded", message: "slow", details: null },
  });
  expect(await harness.logs("bucket", { config, tail: 2 })).toMatchObject({
    ok: true,
    lines: [
      { message: "line 2", level: "info", timestamp: "1970-01-01T00:00:00.002Z" },
      { message: "line 3", level: "info" },
    ],
  });
  expect(await harness.health("group", { config: { members: [] } })).toMatchObject({
    ok: false,
    health: null,
    error: { message: 'This resource type has no "health" handler' },
  });
});

test("sub-resources are applied and awaited", async () => {
  const provider = bucketProvider();
  const harness = new ProviderHarness(provider, {
    waitReady: (id) => ({ ...state, id, outputs: { url: `made:${id}` } }),
  });
  const state = { provider: "", resource: "", name: "", lifecycle_state: "ready" as const, outputs: {}, error: null };

  const result = await harness.create("group", { config: { members: ["x"] } });

  expect(result.outputs).toEqual({ urls: ["made:resource:test_bucket_x"] });
  expect(harness.applied).toMatchObject([{ resource: "bucket", name: "x" }]);
});
