import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { plainBox } from "../../test/plain-box.ts";
import type { Json } from "../json/json.ts";
import { formatPath } from "../json/path.ts";
import type { Schema } from "./json-schema.ts";
import { immutableChanges, sensitivePaths } from "./marked-paths.ts";
import { annotate } from "./marks.ts";
import { outputsSchemaExcludes } from "./outputs-schema-excludes.ts";

const zod = (type: z.ZodType, io: "input" | "output" = "input") => z.toJSONSchema(type, { io }) as Schema;
const sensitive = (schema: Schema, value: Json) => sensitivePaths(annotate(schema), value).map(formatPath);
const secret = z.string().meta({ sensitive: true });

describe("sensitivePaths", () => {
  it("follows objects, arrays, tuples and records", () => {
    const schema = zod(
      z.object({
        a: secret,
        list: z.array(z.object({ pw: secret.optional(), host: z.string() })),
        pair: z.tuple([z.string(), secret]).rest(secret),
        map: z.record(z.string(), secret.nullable()),
        whole: z.object({ x: z.string() }).meta({ sensitive: true }),
        open: z.string(),
      }),
    );
    const value = {
      a: "x",
      list: [{ host: "h" }, { host: "h", pw: "y" }],
      pair: ["o", "s", "t", "u"],
      map: { k: "v", "a.b": null },
      whole: { x: "z" },
      open: "o",
    };
    const paths = ["a", "list[1].pw", "pair[1]", "pair[2]", "pair[3]", "map.k", 'map["a.b"]', "whole"];
    expect(sensitive(schema, value)).toEqual(paths);
  });

  it("follows references, unions, intersections and conditions, any branch counting", () => {
    const shared = secret.meta({ id: "Shared", sensitive: true });
    // The registry is the process's: the OpenAPI document is made of all in it.
    onTestFinished(() => void z.globalRegistry.remove(shared));
    const union = z.union([z.object({ k: z.literal("a"), v: z.string() }), z.object({ k: z.literal("b"), v: shared })]);
    expect(sensitive(zod(z.object({ u: union, s: shared })), { u: { k: "a", v: "x" }, s: "y" })).toEqual(["u.v", "s"]);
    const schema = {
      allOf: [{ properties: { a: { sensitive: true } } }],
      if: { properties: { k: { const: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { b: { sensitive: true } } },
      dependentSchemas: { k: { properties: { c: { sensitive: true } } } },
      patternProperties: { "^(x+)+$": { sensitive: true } },
    };
    expect(sensitive(schema, { a: 1, b: 2, c: 3, d: 4 })).toEqual(["a", "b", "c", "d"]);
  });

  it("treats a value with sensitive keys as sensitive: a key cannot be sealed on its own", () => {
    const tokens = z.object({ owners: z.record(secret, z.string()), open: z.record(z.string(), z.string()) });
    const value = { owners: { "tok-123": "ann" }, open: { a: "b" } };
    expect(sensitive(zod(tokens), value)).toEqual(["owners"]);
    const byReference = {
      allOf: [{ propertyNames: { anyOf: [{ $ref: "#/$defs/token" }] } }],
      $defs: { token: { sensitive: true } },
    };
    expect(sensitive(byReference, { "tok-123": "ann" })).toEqual([""]);
    expect(sensitive({ propertyNames: { $ref: "#" }, properties: { a: { sensitive: true } } }, { a: 1 })).toEqual([
      "a",
    ]);
  });

  it("follows recursive schemas as deep as the value", () => {
    type Node = { pw: string; kids: Node[] };
    const node: z.ZodType<Node> = z.lazy(() => z.object({ pw: secret, kids: z.array(node) }));
    const value = { pw: "a", kids: [{ pw: "b", kids: [{ pw: "c", kids: [] }] }] };
    expect(sensitive(zod(node), value)).toEqual(["pw", "kids[0].pw", "kids[0].kids[0].pw"]);
    expect(sensitive({ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a", sensitive: true } } }, 1)).toEqual([""]);
  });

  it("answers at once if nothing is marked, and looks into no envelope", () => {
    expect(sensitive(zod(z.object({ a: z.string() })), { a: "x" })).toEqual([]);
    expect(
      sensitive({ additionalProperties: { additionalProperties: { sensitive: true } } }, { a: { $encrypted: "v1.x" } }),
    ).toEqual([]);
  });

  it("gives up on the safe side on a schema made to explode", () => {
    const defs = Object.fromEntries(
      Array.from({ length: 16 }, (_, n) => [
        `d${n}`,
        {
          properties: {
            a: { $ref: `#/$defs/d${(n + 1) % 16}` },
            b:
              n === 0
                ? { anyOf: [{ $ref: "#/$defs/d1" }, { $ref: "#/$defs/d0" }] }
                : { $ref: `#/$defs/d${(n + 1) % 16}` },
          },
        },
      ]),
    );
    const schema = { $ref: "#/$defs/d0", $defs: { ...defs, x: { sensitive: true } } };
    const annotations = annotate(schema);
    let random = 1;
    for (let round = 0; round < 800; round++) {
      let value: Json = "leaf";
      for (let depth = 0; depth < 60; depth++) {
        random = (random * 1103515245 + 12345) % 2147483648;
        value = { [random % 3 === 0 ? "a" : "b"]: value };
      }
      expect(sensitivePaths(annotations, value).length).toBeLessThanOrEqual(1);
    }
  });
});

describe("a schema of which thousands apply in each of thousands of places", () => {
  const keys = Array.from({ length: 400 }, (_, index) => `k${index}`);
  const same = Object.fromEntries(keys.map((key) => [key, { $ref: "#" }]));
  const marks = { properties: { s: { sensitive: true }, i: { immutable: true } } };
  const annotations = annotate({ allOf: [marks, ...keys.flatMap(() => [{}, {}, {}])], properties: same });
  const valued = (value: Json): Json => Object.fromEntries(keys.map((key) => [key, { a: value }]));

  it("is not followed past a bound, where all counts as marked", () => {
    expect(sensitivePaths(annotations, valued("x")).map(formatPath)).toContain("k399");
    expect(immutableChanges(annotations, valued("x"), valued("y")).map(formatPath)).toContain("k399");
    expect(sensitivePaths(annotations, { k0: { s: "x", other: "y" } }).map(formatPath)).toEqual(["k0.s"]);
  });

  it("is followed as far as it goes where the branches of a union differ", () => {
    const branches = keys.map((key) => ({
      properties: { type: { const: key }, [key]: {} },
      additionalProperties: false,
    }));
    const union = annotate({ oneOf: branches, $defs: { s: { sensitive: true } } });
    expect(keys.flatMap((key) => sensitivePaths(union, { type: key, [key]: 1 }))).toEqual([]);
  });
});

describe("immutableChanges", () => {
  const fixed = z.string().meta({ immutable: true });
  const annotations = annotate(
    zod(
      z.object({
        name: fixed.optional(),
        size: z.number(),
        disk: z.object({ kind: fixed, gb: z.number() }).optional(),
        users: z.array(z.object({ login: fixed, role: z.string() })),
        map: z.record(z.string(), z.object({ id: fixed })),
        whole: z.object({ a: z.number(), b: z.number() }).meta({ immutable: true }),
      }),
    ),
  );
  const base = {
    name: "n",
    size: 1,
    disk: { kind: "ssd", gb: 1 },
    users: [{ login: "a", role: "r" }],
    map: { x: { id: "1" } },
    whole: { a: 1, b: 2 },
  };
  const changes = (after: Json) => immutableChanges(annotations, base, after).map(formatPath);

  it("names immutable parts that changed", () => {
    expect(changes({ ...base, size: 2, disk: { kind: "ssd", gb: 9 }, whole: { b: 2, a: 1 } })).toEqual([]);
    expect(changes({ ...base, name: "m", disk: { kind: "hdd", gb: 1 }, whole: { a: 1, b: 3 } })).toEqual([
      "name",
      "disk.kind",
      "whole",
    ]);
  });

  it("counts setting and removing, but not new elements and entries", () => {
    const { name: _, ...nameless } = base;
    expect(changes(nameless)).toEqual(["name"]);
    expect(immutableChanges(annotations, nameless, base).map(formatPath)).toEqual(["name"]);
    expect(changes({ ...base, disk: null })).toEqual(["disk.kind"]);
    expect(
      changes({ ...base, users: [...base.users, { login: "b", role: "r" }], map: { ...base.map, y: { id: "2" } } }),
    ).toEqual([]);
    expect(changes({ ...base, users: [], map: {} })).toEqual([]);
    expect(changes({ ...base, users: [{ login: "z", role: "r" }], map: { x: { id: "9" } } })).toEqual([
      "users[0].login",
      "map.x.id",
    ]);
  });

  it("takes a value sealed twice for the same", () => {
    const sealed = (name: string) => ({ ...base, name: plainBox.seal(name) });
    expect(immutableChanges(annotations, sealed("n"), sealed("n"), plainBox)).toEqual([]);
    expect(immutableChanges(annotations, sealed("n"), sealed("m"), plainBox)).toEqual([["name"]]);
  });
});

describe("outputsSchemaExcludes", () => {
  const outputs = zod(
    z.object({
      url: z.string(),
      "tls.crt": z.string(),
      tls: z.object({ key: z.string() }),
      list: z.array(z.object({ a: z.number() })),
      map: z.record(z.string(), z.number()),
      any: z.any(),
      loose: z.looseObject({ a: z.number() }),
      either: z.union([z.object({ x: z.number() }), z.object({ y: z.number() })]),
      maybe: z.object({ z: z.number() }).nullable(),
    }),
    "output",
  );
  const excludes = (field: string, schema: Schema = outputs) => outputsSchemaExcludes(schema, field.split("."));

  it.each([
    "url",
    "tls.crt",
    "tls.key",
    "list.0.a",
    "map.x",
    "map.x.y.z",
    "any.x.y",
    "loose.q.r",
    "either.x",
    "either.y",
    "maybe.z",
  ])("does not exclude %s", (field) => {
    // A key of a map may contain dots, so `map.x.y.z` is the key `x.y.z`.
    expect(excludes(field)).toBe(false);
  });

  it.each([
    "uri",
    "url.x",
    "tls.crt.x",
    "tls.pem",
    "list.a",
    "list.0.b",
    "list.01.a",
    "either.z",
    "maybe.y",
    "toString",
    "__proto__",
  ])("excludes %s", (field) => {
    expect(excludes(field)).toBe(true);
  });

  it("excludes nothing that the schema leaves open", () => {
    expect(excludes("x", true)).toBe(false);
    expect(excludes("x", {})).toBe(false);
    expect(excludes("x", { properties: { a: {} } })).toBe(false);
    expect(excludes("x", { patternProperties: { "^a": {} }, additionalProperties: false })).toBe(false);
    expect(excludes("x", { allOf: [{ properties: { x: {} } }], unevaluatedProperties: false })).toBe(false);
    expect(excludes("x", { properties: { a: {} }, unevaluatedProperties: false })).toBe(true);
    expect(
      excludes("x", { allOf: [{ properties: { x: {} } }, { properties: { y: {} }, additionalProperties: false }] }),
    ).toBe(true);
    expect(excludes("x", { properties: { x: false } })).toBe(true);
  });

  it("follows references, even in circles", () => {
    const schema = {
      $ref: "#/$defs/n",
      $defs: { n: { properties: { v: { type: "string" }, n: { $ref: "#/$defs/n" } }, additionalProperties: false } },
    };
    expect(excludes("n.n.n.v", schema)).toBe(false);
    expect(excludes("n.n.n.w", schema)).toBe(true);
    expect(excludes("x", { $ref: "#" })).toBe(false);
    expect(excludes(Array(500).fill("n").join("."), schema)).toBe(false);
  });

  it("looks into sealed values, and tells no keys of them", () => {
    const owner = { sensitive: true, properties: { id: { immutable: true }, pw: {} } };
    const marks = annotate({ properties: { owner, map: { additionalProperties: owner } } });
    const config = (id: string, pw: string) => ({
      owner: plainBox.seal({ id, pw }),
      map: { a: plainBox.seal({ id, pw }) },
    });
    const changes = (after: Json) => immutableChanges(marks, config("1", "x"), after, plainBox).map(formatPath);
    expect(changes(config("2", "x"))).toEqual(["owner", "map.a"]);
    expect(changes(config("1", "y"))).toEqual([]);
    expect(changes({ map: {} })).toEqual(["owner"]);
    expect(changes({ ...config("1", "x"), owner: { id: "2", pw: "x" } })).toEqual(["owner"]);
  });
});
