import type { Json, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SchemaEngine } from "./engine.ts";

const engine = new SchemaEngine();
let ids = 0;

type Options = { ignore?: Path[]; open?: boolean };

/** The issues of a value in short form: `place: rule`. */
function issues(schema: Schema, value: Json, { ignore = [], open = false }: Options = {}): string[] {
  const request = { schema, schemaId: `${ids++}`, value, ignore, refuseUnknownKeys: !open, prefix: ["body", "config"] };
  return engine.validate(request).map(({ loc, type }) => `${loc.slice(2).join(".")}: ${type}`);
}

function messages(schema: Schema, value: Json): string[] {
  return engine
    .validate({ schema, schemaId: `${ids++}`, value, refuseUnknownKeys: true, prefix: ["body", "config"] })
    .map(({ msg }) => msg);
}

const zod = (type: z.ZodType, io: "input" | "output" = "input") => z.toJSONSchema(type, { io }) as Schema;
const REF = { provider: "p", resource: "t", name: "n", field: "x" };

describe("unknown keys", () => {
  it("are refused at any depth, although zod's input schemas do not forbid them", () => {
    const schema = zod(
      z.object({ a: z.object({ b: z.string() }), list: z.array(z.object({ c: z.string().optional() })) }),
    );
    expect(issues(schema, { a: { b: "x" }, list: [{}] })).toEqual([]);
    expect(issues(schema, { a: { b: "x", no: 1 }, list: [{ d: 1 }], e: 1 }).sort()).toEqual([
      "a.no: additionalProperties",
      "e: additionalProperties",
      "list.0.d: additionalProperties",
    ]);
    expect(issues(schema, { a: { b: "x", no: 1 }, list: [], e: 1 }, { open: true })).toEqual([]);
    expect(issues(zod(z.object({})), { a: 1 })).toEqual(["a: additionalProperties"]);
  });

  it("are allowed if the schema accepts any", () => {
    expect(issues(zod(z.object({ a: z.looseObject({ b: z.string() }) })), { a: { b: "x", more: 1 } })).toEqual([]);
    expect(issues(zod(z.object({ a: z.record(z.string(), z.number()) })), { a: { x: 1, y: 2 } })).toEqual([]);
    expect(issues(zod(z.object({ a: z.any(), b: z.json() })), { a: { x: { y: 1 } }, b: { z: [{ q: 1 }] } })).toEqual(
      [],
    );
    expect(issues({ type: "object" }, { anything: { goes: 1 } })).toEqual([]);
    expect(issues({ properties: { a: { type: "object" } } }, { a: { x: 1 } })).toEqual([]);
    expect(issues(zod(z.object({ a: z.string() }).catchall(z.number())), { a: "x", b: 1 })).toEqual([]);
    expect(issues({ patternProperties: { "^x-": {} } }, { "x-a": 1, b: 2 })).toEqual(["b: additionalProperties"]);
  });

  it("are recognised through intersections", () => {
    const schema = { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }, { required: ["a"] }] };
    expect(issues(schema, { a: 1, b: 2 })).toEqual([]);
    expect(issues(schema, { a: 1, b: 2, c: 3 })).toEqual(["c: additionalProperties"]);
  });

  it("are recognised through unions, per branch", () => {
    const schema = zod(
      z.object({ u: z.union([z.object({ a: z.string() }), z.object({ b: z.string() }), z.string()]) }),
    );
    expect(issues(schema, { u: { a: "x" } })).toEqual([]);
    expect(issues(schema, { u: "x" })).toEqual([]);
    expect(issues(schema, { u: { a: "x", c: 1 } })).toEqual(["u.c: additionalProperties"]);
    expect(issues(schema, { u: { a: "x", b: 1 } })).toEqual(["u.b: additionalProperties"]);
  });

  it("are allowed by a branch that accepts any object, but not by a mere condition", () => {
    expect(issues(zod(z.object({ u: z.union([z.object({ a: z.string() }), z.any()]) })), { u: { c: 1 } })).toEqual([]);
    expect(issues({ anyOf: [{ properties: { a: {} } }, { type: "object" }] }, { c: 1 })).toEqual([]);
    const condition = { properties: { a: {}, b: {} }, anyOf: [{ required: ["a"] }, { required: ["b"] }] };
    expect(issues(condition, { a: 1 })).toEqual([]);
    expect(issues(condition, { a: 1, c: 1 })).toEqual(["c: additionalProperties"]);
    expect(issues(zod(z.intersection(z.union([z.object({ a: z.string() }), z.any()]), z.any())), { c: 1 })).toEqual([]);
  });

  it("are recognised through definitions used alone and as a part", () => {
    const schema = {
      $defs: { base: { type: "object", properties: { id: { type: "string" } } } },
      properties: {
        alone: { $ref: "#/$defs/base" },
        noted: { $ref: "#/$defs/base", minProperties: 0 },
        part: { allOf: [{ $ref: "#/$defs/base" }, { properties: { more: {} } }] },
      },
    };
    const value = (extra: object) => ({ alone: { id: "x", ...extra }, noted: { id: "x" }, part: { id: "x", more: 1 } });
    expect(issues(schema, value({}))).toEqual([]);
    expect(issues(schema, value({ more: 1 }))).toEqual(["alone.more: additionalProperties"]);
    expect(issues(schema, { noted: { more: 1 } })).toEqual(["noted.more: additionalProperties"]);
    expect(issues(schema, { part: { id: "x", other: 1 } })).toEqual(["part.other: additionalProperties"]);
  });

  it("are recognised in recursive schemas", () => {
    type Node = { v: string; kids: Node[] };
    const node: z.ZodType<Node> = z.lazy(() => z.object({ v: z.string(), kids: z.array(node) }));
    const schema = zod(node);
    expect(issues(schema, { v: "a", kids: [{ v: "b", kids: [] }] })).toEqual([]);
    expect(issues(schema, { v: "a", kids: [{ v: "b", kids: [], x: 1 }] })).toEqual(["kids.0.x: additionalProperties"]);
    const mixed = { type: "object", properties: { v: {}, next: { $ref: "#" } }, allOf: [{ required: ["v"] }] };
    expect(issues(mixed, { v: 1, next: { v: 2, next: { v: 3 } } })).toEqual([]);
    expect(issues(mixed, { v: 1, next: { v: 2, next: { v: 3, w: 4 } } })).toEqual([
      "next.next.w: additionalProperties",
    ]);
  });

  it("do not change the meaning of a test", () => {
    const schema = {
      properties: { kind: {}, extra: {} },
      not: { properties: { kind: { const: "bad" } }, required: ["kind"] },
      if: { properties: { kind: { properties: { deep: { const: 1 } }, required: ["deep"] } }, required: ["kind"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["extra"] },
    };
    expect(issues(schema, { kind: "bad", extra: 1 })).toEqual([": not"]);
    expect(issues(schema, { kind: { deep: 1, other: 2 } })).toEqual(["extra: required"]);
    expect(issues({ contains: { properties: { a: { const: 1 } }, required: ["a"] } }, [{ a: 1, b: 2 }])).toEqual([]);
  });

  it("named like members of every object are no exception", () => {
    const schema = zod(z.object({ a: z.string().optional() }));
    for (const key of ["__proto__", "constructor", "toString"]) {
      expect(issues(schema, JSON.parse(`{"${key}":1}`) as Json)).toEqual([`${key}: additionalProperties`]);
    }
    expect(issues({ required: ["toString"] }, {})).toEqual(["toString: required"]);
  });
});

describe("references", () => {
  const schema = zod(
    z.object({
      size: z.int().min(1),
      tags: z.array(z.string().regex(/^[a-z]+$/)).min(1),
      db: z.object({ url: z.url() }).optional(),
    }),
  );

  it("stand for any value, unlike anything else", () => {
    expect(
      issues(
        schema,
        { size: REF, tags: [REF, "ok"], db: { url: "${p/t/n.outputs.x}" } },
        { ignore: [["size"], ["tags", 0], ["db", "url"]] },
      ),
    ).toEqual([]);
    expect(issues(schema, { size: REF, tags: REF, db: REF }, { ignore: [["size"], ["tags"], ["db"]] })).toEqual([]);
    expect(issues(schema, { size: REF, tags: [REF, "NO"] }, { ignore: [["size"], ["tags", 0]] })).toEqual([
      "tags.1: pattern",
    ]);
    expect(issues(schema, { size: REF, db: {}, x: REF }, { ignore: [["size"], ["x"]] }).sort()).toEqual([
      "db.url: required",
      "tags: required",
      "x: additionalProperties",
    ]);
    expect(issues(schema, { size: REF, tags: ["a"] })).toContain("size: type");
  });

  it("let a union branch pass that fails only on them", () => {
    const union = zod(
      z.object({
        u: z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("a"), x: z.string() }),
          z.object({ kind: z.literal("b"), y: z.number() }),
        ]),
      }),
    );
    expect(issues(union, { u: { kind: REF, x: "1" } }, { ignore: [["u", "kind"]] })).toEqual([]);
    expect(issues(union, { u: { kind: "b", y: REF } }, { ignore: [["u", "y"]] })).toEqual([]);
    expect(issues(union, { u: { kind: "b", y: "no", z: REF } }, { ignore: [["u", "z"]] }).sort()).toEqual([
      "u.y: type",
      "u.z: additionalProperties",
    ]);
    expect(issues(union, { u: { kind: "c", x: REF } }, { ignore: [["u", "x"]] })).toEqual(["u.kind: enum"]);
    expect(issues(union, { u: REF }, { ignore: [["u"]] })).toEqual([]);
    expect(
      issues(
        { oneOf: [{ properties: { a: { type: "string" } } }, { properties: { a: { type: "number" } } }] },
        { a: REF },
        { ignore: [["a"]] },
      ),
    ).toEqual([]);
  });

  it("leave conditions, exclusions and constants that depend on them undecided", () => {
    const ignore: Path[] = [["a"]];
    expect(issues({ properties: { a: {} }, not: { required: ["a"] } }, { a: REF }, { ignore })).toEqual([]);
    expect(issues({ properties: { a: {}, b: {} }, not: { required: ["b"] } }, { b: 1 })).toEqual([": not"]);
    expect(issues({ const: { a: 1 } }, { a: REF }, { ignore })).toEqual([]);
    expect(issues({ properties: { a: { enum: ["x"] }, b: { const: 1 } } }, { a: REF, b: 2 }, { ignore })).toEqual([
      "b: const",
    ]);
    const either = {
      properties: { a: {}, b: {}, c: {} },
      if: { properties: { a: { const: "x" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["b"] },
      else: { required: ["c"] },
    };
    expect(issues(either, { a: REF, c: 1 }, { ignore })).toEqual([]);
    expect(issues(either, { a: REF, b: 1 }, { ignore })).toEqual([]);
    expect(issues(either, { a: REF }, { ignore }).length).toBeGreaterThan(0);
    expect(issues(either, { a: "x", c: 1 })).toEqual(["b: required"]);
  });

  it("count as elements, each different", () => {
    const ignore: Path[] = [[0], [1]];
    expect(issues({ uniqueItems: true, items: { type: "string" } }, [REF, REF, "a"], { ignore })).toEqual([]);
    expect(issues({ uniqueItems: true }, [REF, REF, "a", "a"], { ignore })).toEqual([": uniqueItems"]);
    expect(issues({ contains: { const: 1 } }, [REF, REF], { ignore })).toEqual([]);
    expect(issues({ maxItems: 1 }, [REF, REF], { ignore })).toEqual([": maxItems"]);
  });

  it("may be the whole value", () => {
    expect(issues(schema, REF, { ignore: [[]] })).toEqual([]);
  });
});

describe("messages", () => {
  it.each<[Schema, Json, string[]]>([
    [{ properties: { a: { type: "integer" } } }, { a: "x" }, ["config.a must be a whole number"]],
    [{ properties: { a: { type: ["string", "null"] } } }, { a: 1 }, ["config.a must be a string or null"]],
    [{ properties: { a: {} }, required: ["a"] }, {}, ["config.a is required"]],
    [
      { properties: { size: {}, name: {} } },
      { sise: 1 },
      ["config.sise is not a known field; the known ones are size, name"],
    ],
    [{ properties: { a: { enum: ["x", "y", 3] } } }, { a: "z" }, ['config.a must be one of "x", "y" or 3']],
    [{ properties: { a: { minimum: 1 } } }, { a: 0 }, ["config.a must be at least 1"]],
    [{ properties: { a: { minLength: 1 } } }, { a: "" }, ["config.a must not be empty"]],
    [{ properties: { a: { pattern: "^a+$" } } }, { a: "b" }, ["config.a must match the pattern ^a+$"]],
    [{ properties: { "a.b": { maxItems: 1 } } }, { "a.b": [1, 2] }, ['config["a.b"] must have at most 1 element']],
    [{ properties: { a: false } }, { a: 1 }, ["config.a is not allowed"]],
    [{ type: "object" }, [], ["config must be an object"]],
    [{ uniqueItems: true }, [1, 2, 1], ["config must not hold equal elements, as 0 and 2 are"]],
    [{ contains: { const: 1 } }, [2], ["config lacks an element that it must contain, or has too many of its kind"]],
    [zod(z.record(z.enum(["x"]), z.number())), { x: 1, y: 2 }, ['The key config.y must be "x"']],
    [zod(z.object({ a: z.url() })), { a: "nope" }, ["config.a must be a valid URL"]],
    [zod(z.object({ a: z.email() })), { a: "nope" }, ["config.a must be a valid email address"]],
    [zod(z.tuple([z.string(), z.number()])), ["a", "b"], ["config[1] must be a number"]],
  ])("for %j and %j", (schema, value, expected) => {
    expect(messages(schema, value)).toEqual(expected);
  });

  it("speak for the branch of a union that was meant", () => {
    const kinds = zod(
      z.object({
        from: z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("git"), url: z.string(), depth: z.int().optional() }),
          z.object({ kind: z.literal("file"), path: z.string() }),
        ]),
      }),
    );
    expect(messages(kinds, { from: { kind: "git", depth: "x" } }).sort()).toEqual([
      "config.from.depth must be a whole number",
      "config.from.url is required",
    ]);
    expect(messages(kinds, { from: { kind: "ftp", path: "x" } })).toEqual(['config.from.kind must be "git" or "file"']);
    expect(messages(kinds, { from: { path: "x" } })).toEqual(["config.from.kind is required"]);
    expect(messages(kinds, { from: 7 })).toEqual(["config.from must be an object"]);
    expect(messages(zod(z.union([z.string(), z.array(z.string())])), 1)).toEqual([
      "config must be a string or an array",
    ]);
    expect(messages(zod(z.union([z.string(), z.array(z.string())])), ["a", 1])).toEqual(["config[1] must be a string"]);
    expect(messages(zod(z.union([z.literal("a"), z.literal("b"), z.literal("c")])), "d")).toEqual([
      'config must be one of "a", "b" or "c"',
    ]);
    expect(messages({ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3)).toEqual([
      "config matches more than one of the allowed forms",
    ]);
  });

  it("explain unions within unions", () => {
    const inner = z.union([
      z.object({ t: z.literal("x"), v: z.string() }),
      z.object({ t: z.literal("y"), w: z.number() }),
    ]);
    const schema = zod(z.object({ a: z.union([z.string(), z.object({ b: inner })]), n: z.number() }));
    expect(messages(schema, { a: { b: { t: "y", w: "no" } }, n: "no" }).sort()).toEqual([
      "config.a.b.w must be a number",
      "config.n must be a number",
    ]);
  });

  it("never show the value, and stay few", () => {
    const schema = zod(z.object({ list: z.array(z.number()) }));
    const result = messages(schema, { list: Array(1000).fill("hunter22") });
    expect(result).toHaveLength(50);
    expect(result.join()).not.toContain("hunter22");
  });
});

describe("keywords of other dialects", () => {
  it("have no meaning", () => {
    expect(
      issues({ $async: true, nullable: true, properties: { a: { type: "string", discriminator: {} } } }, { a: "x" }),
    ).toEqual([]);
    expect(issues({ properties: { a: { const: { $data: "1/b" } }, b: {} } }, { a: 1, b: 1 })).toEqual(["a: const"]);
  });

  it("anchors and dynamic references lead to their targets", () => {
    const schema = {
      $id: "https://example.com/tree",
      $dynamicAnchor: "node",
      properties: { v: { $ref: "https://example.com/tree#text" }, kids: { items: { $dynamicRef: "#node" } } },
      $defs: { text: { $anchor: "text", type: "string" } },
    };
    expect(issues(schema, { v: "a", kids: [{ v: "b" }] })).toEqual([]);
    expect(issues(schema, { kids: [{ v: 1, w: 1 }] }).sort()).toEqual([
      "kids.0.v: type",
      "kids.0.w: additionalProperties",
    ]);
  });
});
