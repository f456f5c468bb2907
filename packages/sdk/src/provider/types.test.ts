import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineProvider, defineResource, dependency, type ResolvedDependency, type SubResourceState } from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

// Knowledge of an author's editor. The types are checked by `tsc`; run, the file shows that the values are what they say.

const url = z.object({ url: z.string() });

const app = defineResource({
  config: z.object({
    // A reference stands for the value that it gives, so a field is typed as that value.
    database_url: z.string().meta({ sensitive: true }),
    replicas: z.coerce.number().default(1),
    main: dependency({ provider: "postgres", resource: "database", outputs: { url: z.string() } }).optional(),
    others: z.array(dependency({ config: { size: z.number() } })).default([]),
  }),
  outputs: z.object({ url: z.string(), from: z.array(z.string()).default([]) }),
  observe(ctx) {
    expectTypeOf(ctx.outputs).toEqualTypeOf<{ url: string; from: string[] } | null>();
    return null;
  },
  async create(ctx) {
    expectTypeOf(ctx.config.database_url).toEqualTypeOf<string>();
    expectTypeOf(ctx.config.replicas).toEqualTypeOf<number>();
    expectTypeOf(ctx.config.main?.outputs.url).toEqualTypeOf<string | undefined>();
    expectTypeOf(ctx.config.others[0]?.config.size).toEqualTypeOf<number | undefined>();
    expectTypeOf<(typeof ctx.dependencies)[number]>().toExtend<ResolvedDependency>();
    const narrowed = ctx.dependencies.filter((one) => one.provider === "postgres");
    expectTypeOf(narrowed[0]?.name).toEqualTypeOf<string | undefined>();

    const applied = await ctx.apply({ provider: "test", resource: "part", name: "a", config: {} });
    expectTypeOf(applied).toEqualTypeOf<SubResourceState>();
    const untyped = await ctx.waitReady(applied.id);
    expectTypeOf(untyped.outputs.url).toEqualTypeOf<unknown>();
    const typed = await ctx.waitReady(applied.id, { timeout: 1, outputs: url });
    expectTypeOf(typed.outputs).toEqualTypeOf<{ url: string }>();
    // Outputs with a default may be left out of what is returned, and are there in ctx.outputs.
    return { url: typed.outputs.url };
  },
  update(ctx, previous) {
    expectTypeOf(previous).toEqualTypeOf<typeof ctx.config>();
    return { url: "u", from: ctx.dependencies.map((one) => one.name) };
  },
  async delete(ctx) {
    expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
  },
  health(ctx) {
    expectTypeOf(ctx.config.replicas).toEqualTypeOf<number>();
    return { status: "healthy" };
  },
});

const plain = defineResource({
  config: z.object({ text: z.string() }),
  outputs: z.object({}),
  create(ctx) {
    expectTypeOf(ctx.dependencies).toEqualTypeOf<readonly never[]>();
    return {};
  },
  update: () => ({}),
  delete: () => {},
});

const open = defineResource({
  config: z.looseObject({ anything: z.unknown() }),
  outputs: z.object({ names: z.array(z.string()) }),
  create(ctx) {
    expectTypeOf(ctx.dependencies).toEqualTypeOf<readonly ResolvedDependency[]>();
    return { names: ctx.dependencies.map((one) => one.name) };
  },
  update: () => ({ names: [] }),
  delete: () => {},
});

const provider = defineProvider({ resources: { app, plain, open } });

const refused = () =>
  defineResource({
    config: z.object({ text: z.string() }),
    outputs: url,
    // @ts-expect-error the outputs schema wants a text
    create: () => ({ url: 1 }),
    // @ts-expect-error there is no such field
    update: (ctx) => ({ url: ctx.config.missing }),
    delete: () => {},
  });

// @ts-expect-error a flag is on or off
const misflagged = () => z.string().meta({ sensitive: "yes" });

const named = (name: string): ResolvedDependency => ({
  __dependency__: true,
  provider: "postgres",
  resource: "database",
  name,
  config: { size: 1 },
  outputs: { url: `postgres://${name}` },
});

test("handlers get what their types say", async () => {
  expect([refused, misflagged]).toHaveLength(2);
  const harness = new ProviderHarness(provider, {
    waitReady: (id) => {
      const outputs = { url: `made:${id}` };
      return { id, provider: "test", resource: "part", name: "a", lifecycle_state: "ready", outputs, error: null };
    },
  });
  const config = { database_url: "x", main: { ...named("main"), provider: "postgres" as const }, others: [] };

  const created = await harness.create("app", { config: { ...config, main: undefined } });
  expect(created.outputs).toEqual({ url: "made:resource:test_part_a", from: [] });
  if (created.ok) expectTypeOf(created.outputs).toEqualTypeOf<{ url: string; from: string[] } | null>();
  // @ts-expect-error there is no such type
  await expect(harness.create("nothing", { config: {} })).rejects.toThrow('has no resource type "nothing"');

  const opened = await harness.create("open", { config: { anything: [named("a"), { deep: named("b") }] } });
  expect(opened.outputs).toEqual({ names: ["a", "b"] });
});

test("outputs that are not what waitReady was told to expect are refused, naming the resource", async () => {
  const harness = new ProviderHarness(provider);

  const created = await harness.create("app", { config: { database_url: "x" } });

  expect(created.error?.message).toMatch(
    /^resource:test_part_a has other outputs than are needed: outputs\.url is required/,
  );
  expect(created.error?.kind).toBe("failed");
});
