import type { SensitiveCase } from "./sensitive-case.ts";

const MAP = { type: "object", additionalProperties: { type: "string", sensitive: true } };
const LIST = { type: "array", items: { type: "object", properties: { pw: { type: "string", sensitive: true } } } };

/** Cases of schemas without references. */
export const SENSITIVE_PLACE_CASES: readonly SensitiveCase[] = [
  {
    name: "a property",
    schema: { properties: { pw: { type: "string", sensitive: true } } },
    value: { pw: "s", open: "o" },
    paths: ["pw"],
  },
  {
    name: "a property that is absent",
    schema: { properties: { pw: { type: "string", sensitive: true } } },
    value: { open: "o" },
    paths: [],
  },
  {
    name: "a property that is null",
    schema: { properties: { pw: { type: "string", sensitive: true } } },
    value: { pw: null },
    paths: ["pw"],
  },
  {
    name: "a nested property",
    schema: { properties: { a: { properties: { pw: { type: "string", sensitive: true } } } } },
    value: { a: { pw: "s", open: 1 } },
    paths: ["a.pw"],
  },
  {
    name: "an object as a whole",
    schema: { properties: { a: { type: "object", sensitive: true } } },
    value: { a: { b: { c: 1 } } },
    paths: ["a"],
  },
  { name: "the root", schema: { sensitive: true }, value: { a: 1 }, paths: [""] },
  {
    name: "items",
    schema: { properties: { l: { items: { type: "string", sensitive: true } } } },
    value: { l: ["a", "b"] },
    paths: ["l[0]", "l[1]"],
  },
  {
    name: "a property of items",
    schema: { properties: { l: { items: { properties: { pw: { type: "string", sensitive: true } } } } } },
    value: { l: [{ pw: "a" }, { x: 1 }] },
    paths: ["l[0].pw"],
  },
  {
    name: "a list as a whole",
    schema: { properties: { l: { items: {}, sensitive: true } } },
    value: { l: [1] },
    paths: ["l"],
  },
  {
    name: "prefixItems",
    schema: { properties: { l: { prefixItems: [{}, { type: "string", sensitive: true }] } } },
    value: { l: ["a", "b", "c"] },
    paths: ["l[1]"],
  },
  {
    name: "items behind prefixItems",
    schema: { properties: { l: { prefixItems: [{}], items: { type: "string", sensitive: true } } } },
    value: { l: ["a", "b", "c"] },
    paths: ["l[1]", "l[2]"],
  },
  {
    name: "contains",
    schema: { properties: { l: { contains: { type: "string", sensitive: true } } } },
    value: { l: ["a", 1] },
    paths: ["l[0]", "l[1]"],
  },
  {
    name: "contains beside items",
    schema: { properties: { l: { items: {}, contains: { type: "string", sensitive: true } } } },
    value: { l: ["a"] },
    paths: ["l[0]"],
  },
  {
    name: "contains beside prefixItems",
    schema: { properties: { l: { prefixItems: [{}], contains: { type: "string", sensitive: true } } } },
    value: { l: ["a", "b"] },
    paths: ["l[0]", "l[1]"],
  },
  {
    name: "a property inside contains",
    schema: { properties: { l: { contains: { properties: { pw: { type: "string", sensitive: true } } } } } },
    value: { l: [{ pw: "s" }] },
    paths: ["l[0].pw"],
  },
  {
    name: "unevaluatedItems",
    schema: { properties: { l: { prefixItems: [{}], unevaluatedItems: { type: "string", sensitive: true } } } },
    value: { l: ["a", "b"] },
    paths: ["l[0]", "l[1]"],
  },
  {
    name: "additionalProperties",
    schema: { properties: { a: {} }, additionalProperties: { type: "string", sensitive: true } },
    value: { a: "o", b: "s" },
    paths: ["b"],
  },
  {
    name: "a map whose values are marked, or null",
    schema: {
      properties: {
        env: {
          anyOf: [{ type: "object", additionalProperties: { type: "string", sensitive: true } }, { type: "null" }],
        },
      },
    },
    value: { env: { A: "s", "b.c": "t" } },
    paths: ["env.A", 'env["b.c"]'],
  },
  {
    name: "a map whose values are objects with a marked property",
    schema: {
      properties: {
        users: {
          type: "object",
          additionalProperties: { type: "object", properties: { pw: { type: "string", sensitive: true } } },
        },
      },
    },
    value: { users: { ann: { pw: "s", role: "o" }, bob: {} } },
    paths: ["users.ann.pw"],
  },
  {
    name: "a map as a whole, over its values",
    schema: {
      properties: {
        env: { type: "object", sensitive: true, additionalProperties: { type: "string", sensitive: true } },
      },
    },
    value: { env: { A: "s" } },
    paths: ["env"],
  },
  {
    name: "unevaluatedProperties",
    schema: { properties: { a: {} }, unevaluatedProperties: { type: "string", sensitive: true } },
    value: { a: "o", b: "s" },
    paths: ["b"],
  },
  {
    name: "patternProperties that match",
    schema: { patternProperties: { "^x_": { type: "string", sensitive: true } } },
    value: { x_a: "s" },
    paths: ["x_a"],
  },
  {
    name: "patternProperties that do not match",
    schema: { patternProperties: { "^x_": { type: "string", sensitive: true } } },
    value: { y: "o" },
    paths: ["y"],
  },
  {
    name: "patternProperties on a named key",
    schema: { properties: { x: {} }, patternProperties: { "^x": { type: "string", sensitive: true } } },
    value: { x: "s" },
    paths: ["x"],
  },
  {
    name: "patternProperties beside additionalProperties",
    schema: { patternProperties: { "^x": {} }, additionalProperties: { type: "string", sensitive: true } },
    value: { x1: "a", y: "b" },
    paths: ["x1", "y"],
  },
  {
    name: "patternProperties that take long",
    schema: { patternProperties: { "^(a+)+$": { type: "string", sensitive: true } } },
    value: { [`${"a".repeat(28)}!`]: "s" },
    paths: ['["aaaaaaaaaaaaaaaaaaaaaaaaaaaa!"]'],
  },
  {
    name: "patternProperties that are no expression",
    schema: { patternProperties: { "(": { type: "string", sensitive: true } } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "patternProperties on a long key",
    schema: { patternProperties: { "^k": { type: "string", sensitive: true } } },
    value: { ["k".repeat(300)]: "s" },
    paths: ["k".repeat(300)],
  },
  {
    name: "propertyNames",
    schema: { properties: { m: { propertyNames: { type: "string", sensitive: true } } } },
    value: { m: { "a-secret": 1 } },
    paths: ["m"],
  },
  {
    name: "propertyNames by reference",
    schema: {
      properties: { m: { propertyNames: { $ref: "#/$defs/s" } } },
      $defs: { s: { type: "string", sensitive: true } },
    },
    value: { m: { a: 1 } },
    paths: ["m"],
  },
  {
    name: "allOf",
    schema: { allOf: [{ properties: { pw: { type: "string", sensitive: true } } }] },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "anyOf",
    schema: { properties: { v: { anyOf: [{ type: "number" }, { type: "string", sensitive: true }] } } },
    value: { v: 1 },
    paths: ["v"],
  },
  {
    name: "oneOf, one branch",
    schema: {
      properties: {
        v: {
          oneOf: [
            { properties: { k: { const: "a" }, v: {} } },
            { properties: { k: { const: "b" }, v: { type: "string", sensitive: true } } },
          ],
        },
      },
    },
    value: { v: { k: "a", v: "x" } },
    paths: ["v.v"],
  },
  {
    name: "if",
    schema: { if: { properties: { pw: { type: "string", sensitive: true } } } },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "then",
    schema: {
      if: { properties: { k: { const: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
      then: { properties: { pw: { type: "string", sensitive: true } } },
    },
    value: { k: 2, pw: "s" },
    paths: ["pw"],
  },
  {
    name: "else",
    schema: { if: true, else: { properties: { pw: { type: "string", sensitive: true } } } },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "dependentSchemas",
    schema: { dependentSchemas: { k: { properties: { pw: { type: "string", sensitive: true } } } } },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "not",
    schema: { not: { properties: { pw: { type: "string", sensitive: true } } } },
    value: { pw: "o" },
    paths: [],
  },
  {
    name: "nested combinations",
    schema: { allOf: [{ anyOf: [{ oneOf: [{ properties: { pw: { type: "string", sensitive: true } } }] }] }] },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "a text or list in place of a map of secrets",
    schema: { properties: { a: MAP, b: MAP, c: MAP } },
    value: { a: "KEY=s", b: ["KEY=s"], c: { KEY: ["s"] } },
    paths: ["a", "b", "c.KEY"],
  },
  {
    name: "a map in place of a list of objects with secrets, and a list in place of one",
    schema: { properties: { m: LIST, l: LIST } },
    value: { m: { admin: { pw: "s" } }, l: [["s"], { pw: "s" }] },
    paths: ["m", "l[0]", "l[1].pw"],
  },
  {
    name: "what a union allows beside a map of secrets",
    schema: {
      properties: {
        text: { anyOf: [{ type: "string" }, MAP] },
        word: { anyOf: [{ enum: ["inherit"] }, MAP] },
        open: { properties: { pw: { type: "string", sensitive: true } } },
        number: { type: ["integer", "object"], additionalProperties: { sensitive: true } },
      },
    },
    value: { text: "inherit", word: "inherit", open: "text", number: 1 },
    paths: [],
  },
];
