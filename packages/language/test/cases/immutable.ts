import type { Json, Schema } from "../../src/index.ts";

/** A schema, a value before and after, and where it changes what must not change. */
export interface ImmutableCase {
  name: string;
  schema: Schema;
  before: Json;
  after: Json;
  /** As `formatPath` writes them. */
  paths: string[];
}

export const IMMUTABLE_CASES: readonly ImmutableCase[] = [
  {
    name: "a change",
    schema: { properties: { a: { immutable: true } } },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "no change",
    schema: { properties: { a: { immutable: true } } },
    before: { a: 1 },
    after: { a: 1 },
    paths: [],
  },
  {
    name: "a change beside",
    schema: { properties: { a: { immutable: true }, b: {} } },
    before: { a: 1, b: 1 },
    after: { a: 1, b: 2 },
    paths: [],
  },
  {
    name: "set for the first time",
    schema: { properties: { a: { immutable: true } } },
    before: {},
    after: { a: 1 },
    paths: ["a"],
  },
  { name: "removed", schema: { properties: { a: { immutable: true } } }, before: { a: 1 }, after: {}, paths: ["a"] },
  {
    name: "null set",
    schema: { properties: { a: { immutable: true } } },
    before: { a: null },
    after: { a: 1 },
    paths: ["a"],
  },
  {
    name: "another order of keys",
    schema: { properties: { a: { immutable: true } } },
    before: { a: { x: 1, y: 2 } },
    after: { a: { y: 2, x: 1 } },
    paths: [],
  },
  {
    name: "another order of elements",
    schema: { properties: { a: { immutable: true } } },
    before: { a: [1, 2] },
    after: { a: [2, 1] },
    paths: ["a"],
  },
  {
    name: "a nested field",
    schema: { properties: { a: { properties: { b: { immutable: true } } } } },
    before: { a: { b: 1 } },
    after: { a: { b: 2 } },
    paths: ["a.b"],
  },
  {
    name: "a nested field of an absent object",
    schema: { properties: { a: { properties: { b: { immutable: true } } } } },
    before: {},
    after: { a: { b: 1 } },
    paths: ["a.b"],
  },
  {
    name: "an element",
    schema: { properties: { l: { items: { properties: { b: { immutable: true } } } } } },
    before: { l: [{ b: 1 }, { b: 2 }] },
    after: { l: [{ b: 1 }, { b: 3 }] },
    paths: ["l[1].b"],
  },
  {
    name: "an element added",
    schema: { properties: { l: { items: { properties: { b: { immutable: true } } } } } },
    before: { l: [{ b: 1 }] },
    after: { l: [{ b: 1 }, { b: 2 }] },
    paths: [],
  },
  {
    name: "an element removed",
    schema: { properties: { l: { items: { properties: { b: { immutable: true } } } } } },
    before: { l: [{ b: 1 }, { b: 2 }] },
    after: { l: [{ b: 1 }] },
    paths: [],
  },
  {
    name: "immutable items",
    schema: { properties: { l: { items: { immutable: true } } } },
    before: { l: [1] },
    after: { l: [2] },
    paths: ["l[0]"],
  },
  {
    name: "an entry of a map",
    schema: { additionalProperties: { properties: { b: { immutable: true } } } },
    before: { m: { b: 1 } },
    after: { m: { b: 2 } },
    paths: ["m.b"],
  },
  {
    name: "an entry of a map added",
    schema: { additionalProperties: { immutable: true } },
    before: {},
    after: { m: 1 },
    paths: [],
  },
  {
    name: "an entry of a map changed",
    schema: { additionalProperties: { immutable: true } },
    before: { m: 1 },
    after: { m: 2 },
    paths: ["m"],
  },
  {
    name: "behind $ref",
    schema: { properties: { a: { $ref: "#/$defs/i" } }, $defs: { i: { immutable: true } } },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "behind $anchor",
    schema: {
      properties: { a: { $ref: "#i" } },
      $defs: { x: { properties: { y: { $anchor: "i", immutable: true } } } },
    },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "in allOf",
    schema: { allOf: [{ properties: { a: { immutable: true } } }] },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "in anyOf",
    schema: { anyOf: [{ properties: { a: { immutable: true } } }, { properties: { a: {} } }] },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "in then",
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    schema: { if: true, then: { properties: { a: { immutable: true } } } },
    before: { a: 1 },
    after: { a: 2 },
    paths: ["a"],
  },
  {
    name: "in patternProperties",
    schema: { patternProperties: { "^a": { immutable: true } } },
    before: { a1: 1 },
    after: { a1: 2 },
    paths: ["a1"],
  },
  { name: "the root", schema: { immutable: true }, before: { a: 1 }, after: { a: 2 }, paths: [""] },
  {
    name: "another kind of value",
    schema: { properties: { a: { properties: { b: { immutable: true } } } } },
    before: { a: { b: 1 } },
    after: { a: 5 },
    paths: ["a.b"],
  },
  {
    name: "a property called immutable",
    schema: { properties: { immutable: {} } },
    before: { immutable: true },
    after: { immutable: false },
    paths: [],
  },
];
