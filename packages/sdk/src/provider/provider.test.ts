import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { isProvider } from "./brand.ts";
import { dependency } from "./dependency.ts";
import { defineProvider } from "./provider.ts";
import { defineResource } from "./resource.ts";

const database = defineResource({
  description: "A database",
  tags: ["sql"],
  config: z.object({
    server_url: z.string().meta({ sensitive: true, description: "Where it runs" }),
    name: z.string().meta({ immutable: true }),
    port: z.coerce.number().default(5432),
  }),
  outputs: z.object({ url: z.string().meta({ sensitive: true }) }),
  async observe(ctx) {
    expectTypeOf(ctx.config).toEqualTypeOf<{ server_url: string; name: string; port: number }>();
    expectTypeOf(ctx.outputs).toEqualTypeOf<{ url: string } | null>();
    return null;
  },
  async create(ctx) {
    return { url: `${ctx.config.server_url}/${ctx.config.name}` };
  },
  update(ctx, previous) {
    expectTypeOf(previous).toEqualTypeOf<{ server_url: string; name: string; port: number }>();
    return { url: `${ctx.config.server_url}/${previous.name}` };
  },
  async delete() {},
  async *logs(_ctx, { since, tail }) {
    expectTypeOf(since).toEqualTypeOf<Date | null>();
    expectTypeOf(tail).toEqualTypeOf<number>();
    yield "started";
    yield { message: "stopped", level: "warn" };
  },
});

test("describe gives JSON Schema with sensitive, immutable and descriptions", () => {
  const provider = defineProvider({ resources: { database } });

  expect(isProvider(provider)).toBe(true);
  expect(provider.describe()).toEqual({
    database: {
      description: "A database",
      tags: ["sql"],
      methods: ["create", "update", "delete", "observe", "logs"],
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: {
          server_url: { type: "string", sensitive: true, description: "Where it runs" },
          name: { type: "string", immutable: true },
          port: { type: "number", default: 5432 },
        },
        required: ["server_url", "name"],
        additionalProperties: false,
      },
      outputs_schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: { url: { type: "string", sensitive: true } },
        required: ["url"],
        additionalProperties: false,
      },
    },
  });
});

test("objects that let unknown keys through stay open", () => {
  const open = { ...database, config: z.looseObject({ inner: z.object({ a: z.string() }) }) };
  const { thing } = defineProvider({ resources: { thing: open } }).describe();

  expect(thing?.schema).toMatchObject({
    additionalProperties: {},
    properties: { inner: { additionalProperties: false } },
  });
});

test("a schema without a JSON form is refused with its place", () => {
  const dated = { ...database, outputs: z.object({ made: z.date() }) };
  const provider = defineProvider({ resources: { dated } as never });

  expect(() => provider.describe()).toThrow(/^dated: outputs cannot be written as JSON Schema: .*[Dd]ate/);
});

test.each([
  ["no types", {}, /at least one/],
  ["an upper-case type", { Database: database }, /"Database" is not a resource type/],
  ["a missing handler", { database: { ...database, delete: undefined } }, /lacks "delete"/],
  ["a missing schema", { database: { ...database, config: undefined } }, /zod schema as "config"/],
])("defineProvider refuses %s", (_what, resources, message) => {
  expect(() => defineProvider({ resources: resources as never })).toThrow(message);
});

test("a dependency narrows the type and keeps the fields that were not asked for", () => {
  const schema = dependency({ provider: "postgres", resource: "database", outputs: { url: z.string() } });
  const value = {
    __dependency__: true as const,
    provider: "postgres",
    resource: "database",
    name: "main",
    config: { size: 1 },
    outputs: { url: "postgres://x", port: 5432 },
  };
  expectTypeOf(schema.parse(value).outputs.url).toEqualTypeOf<string>();

  expect(schema.parse(value)).toEqual(value);
  expect(schema.safeParse({ ...value, provider: "mysql" }).success).toBe(false);
  expect(schema.safeParse({ ...value, outputs: {} }).success).toBe(false);
});
