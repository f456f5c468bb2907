import type { Json } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { DEADLINE, UNUSABLE } from "./request.ts";
import { SchemaValidator } from "./schema-validator.ts";

const validator = new SchemaValidator({ deadlineMs: 500 });
afterAll(() => validator.close());

const good: Schema = { type: "object", properties: { n: { type: "integer" } } };
const evil: Schema = { properties: { s: { pattern: "^(a+)+$" } } };
const bait = `${"a".repeat(60)}!`;

const validate = (schemaId: string, schema: Schema, value: Json, owner = "org-1") =>
  validator.validate({ owner, schema, schemaId, value, refuseUnknownKeys: true, prefix: ["body", "config"] });
const types = (issues: { type: string }[]) => issues.map(({ type }) => type);

describe("SchemaValidator", () => {
  it("validates on its thread, many at once, and again with only the id", async () => {
    const values: Json[] = Array.from({ length: 300 }, (_, n) => (n % 2 === 0 ? { n } : { n: "x", m: 1 }));
    for (let round = 0; round < 2; round++) {
      const all = await Promise.all(values.map((value) => validate("good", good, value)));
      expect(all.map(types)).toEqual(values.map((_, n) => (n % 2 === 0 ? [] : ["additionalProperties", "type"])));
    }
    const [first] = await validate("good", good, { n: "x" });
    expect(first).toEqual({ loc: ["body", "config", "n"], msg: "config.n must be a whole number", type: "type" });
  });

  it("knows more schemas than it keeps", async () => {
    const schemas = Array.from({ length: 450 }, (_, n): Schema => ({ const: n }));
    for (let round = 0; round < 2; round++) {
      const all = await Promise.all(schemas.map((schema, n) => validate(`const-${n}`, schema, n)));
      expect(all.flat()).toEqual([]);
    }
  });

  it("ends a validation that takes too long, without affecting its neighbours", async () => {
    const before = Array.from({ length: 20 }, (_, n) => validate("good", good, { n }));
    const slow = validate("evil", evil, { s: bait });
    const after = Array.from({ length: 20 }, (_, n) => validate("good", good, { n: `${n}` }));
    expect(types(await slow)).toEqual([DEADLINE]);
    expect((await Promise.all(before)).map(types)).toEqual(Array(20).fill([]));
    expect((await Promise.all(after)).map(types)).toEqual(Array(20).fill(["type"]));
    expect(types(await validate("evil", evil, { s: "aaa" }))).toEqual([]);
  });

  it("ends a validation that takes too long on a thread that took longer than that to start", async () => {
    const hurried = new SchemaValidator({ deadlineMs: 10 });
    const request = { owner: "org-1", schema: evil, schemaId: "evil", value: { s: bait } };
    expect(types(await hurried.validate(request))).toEqual([DEADLINE]);
    await hurried.close();
  });

  // Each of them costs a thread, which is then replaced.
  it("keeps an organization with slow schemas from holding up others", async () => {
    await validate("good", good, { n: 1 });
    let done = 0;
    const many = Array.from({ length: 6 }, async (_, n) => {
      const issues = await validate(`evil-${n}`, { ...(evil as object), title: `${n}` }, { s: bait });
      done++;
      return types(issues);
    });
    // Neither a known quick schema nor an unseen one waits for more than a few of them.
    expect(await validate("good", good, { n: 1 }, "org-2")).toEqual([]);
    expect(await validate("unseen", { ...(good as object), title: "unseen" }, { n: 1 }, "org-2")).toEqual([]);
    expect(done).toBeLessThan(4);
    expect(await Promise.all(many)).toEqual(Array(6).fill([DEADLINE]));
  });

  it("keeps a schema that was too slow from holding up the others", async () => {
    await validate("good", good, { n: 1 });
    await validate("evil", evil, { s: bait });
    const order: string[] = [];
    const slow = validate("evil", evil, { s: bait }).then(() => order.push("slow"));
    const quick = validate("good", good, { n: 1 }, "org-2").then(() => order.push("quick"));
    await Promise.all([slow, quick]);
    expect(order).toEqual(["quick", "slow"]);
  });

  it("refuses validations beyond an organization's limit, and never calls them invalid", async () => {
    const limited = new SchemaValidator({ maxWaiting: 3 });
    const submit = (owner: string) =>
      limited.validate({ owner, schema: good, schemaId: "good", value: { n: 1 } }).catch((error) => error.code);
    const all = await Promise.all(["a", "a", "a", "a", "b", "b"].map(submit));
    expect(all).toEqual([[], [], [], "busy", [], []]);
    expect(await submit("a")).toEqual([]);
    await limited.close();
  });

  it("survives a schema that uses up the thread", async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => ({ n }));
    const [slow, quick] = await Promise.all([
      validate("unique", { properties: { list: { uniqueItems: true } } }, { list: many }),
      validate("good", good, { n: 1 }),
    ]);
    expect([[], [DEADLINE]]).toContainEqual(types(slow));
    expect(quick).toEqual([]);
  });

  it("reports a schema that cannot be compiled as an issue", async () => {
    expect(types(await validate("broken", { $ref: "#/$defs/none" }, 1))).toEqual([UNUSABLE]);
    expect(types(await validate("broken-pattern", { pattern: "(" }, "x"))).toEqual([UNUSABLE]);
  });

  it("accepts keys with any name", async () => {
    const value = JSON.parse('{"__proto__":1,"n":1}') as Json;
    expect((await validate("good", good, value)).map(({ loc }) => loc.at(-1))).toEqual(["__proto__"]);
  });

  it("validates trusted schemas synchronously, with the same result", () => {
    const request = { schema: good, schemaId: "good", value: { n: "x" }, prefix: ["config"] };
    expect(validator.validateTrusted(request)).toEqual([
      { loc: ["config", "n"], msg: "config.n must be a whole number", type: "type" },
    ]);
  });

  it("rejects waiting validations when it is closed", async () => {
    const other = new SchemaValidator();
    const waiting = other.validate({ owner: "org-1", schema: good, schemaId: "g", value: 1 });
    await other.close();
    await expect(waiting).rejects.toThrow(/closed/);
  });
});

describe("checkSchema", () => {
  const check = async (schema: Json) =>
    (await validator.checkSchema(schema, "org-1")).map(({ loc, msg }) => `${loc.join(".")}: ${msg}`);

  it("accepts schemas that zod writes", async () => {
    const schema = z.toJSONSchema(
      z.object({
        a: z.string().regex(/^[\w-.]+$/),
        u: z.union([z.string(), z.record(z.string(), z.json())]),
        e: z.email(),
      }),
      { io: "input" },
    );
    expect(await check(schema as Json)).toEqual([]);
    expect(await check(true)).toEqual([]);
    expect(
      await check({ $id: "https://example.com/x", $ref: "https://example.com/x#/$defs/a", $defs: { a: {} } }),
    ).toEqual([]);
  });

  it.each<[Json, RegExp]>([
    ["string", /object or a boolean/],
    [{ description: "x".repeat(66_000) }, /64 KiB/],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, /2020-12/],
    [{ properties: { a: { $ref: "https://example.com/other" } } }, /leaves the schema/],
    [{ items: { $ref: "other.json#/a" } }, /leaves the schema/],
    [{ $ref: "#/$defs/none" }, /names nothing/],
    [{ $ref: "#%zz" }, /not a valid reference/],
    [{ properties: { a: { $id: "https://example.com/a" } } }, /\$id/],
    [{ properties: { a: { type: "text" } } }, /properties\.a\.type: /],
    [{ minimum: "1" }, /minimum: .*number/],
    [{ pattern: "(" }, /cannot be used/],
    [{ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } }, /cannot be used/],
    [{ anyOf: [{ $ref: "#" }, { type: "object" }] }, /cannot be used/],
    [{ required: "a" }, /required: .*array/],
  ])("refuses %j", async (schema, reason) => {
    const issues = await check(schema);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues[0]).toMatch(reason);
  });

  it("refuses nesting too deep to walk", async () => {
    let schema: Json = {};
    for (let level = 0; level < 3000; level++) schema = { items: schema };
    expect(await check(schema)).toHaveLength(1);
  });
});
