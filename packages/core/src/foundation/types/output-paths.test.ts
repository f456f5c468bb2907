import { annotate, type Json, type JsonObject } from "@pragma/language";
import { expect, it } from "vitest";
import type { KnownType } from "./index.ts";
import { outputPaths } from "./output-paths.ts";

const typeWith = (outputsSchema: JsonObject) =>
  ({ outputsSchema, outputAnnotations: annotate(outputsSchema) }) as KnownType;
const named = (schema: JsonObject, outputs: JsonObject | null = null) =>
  outputPaths(typeWith(schema), outputs).map(({ path }) => path);
const times = (count: number, part: JsonObject): Json[] => Array.from({ length: count }, () => part);

it("names what any part of a schema names, once, with what the first says of it", () => {
  const schema = {
    properties: { url: { type: "string", description: "Where" }, at: { $ref: "#/$defs/at" } },
    anyOf: [{ properties: { url: { sensitive: true } } }, { $ref: "#/$defs/more" }],
    $defs: {
      at: { type: "object", properties: { port: { type: "integer" } } },
      more: { properties: { more: {}, at: { properties: { host: {} } } } },
    },
  };
  expect(named(schema)).toEqual(["at", "at.host", "at.port", "more", "url"]);
  const url = { path: "url", type: "string", format: null, description: "Where", sensitive: true, present: true };
  expect(outputPaths(typeWith(schema), { url: "x" })).toContainEqual(url);
});

it.each<[string, JsonObject, string[]]>([
  [
    "applies its next part many times",
    {
      properties: { a: { $ref: "#/$defs/0" } },
      $defs: Object.fromEntries(
        Array.from({ length: 7 }, (_, index): [string, JsonObject] => [
          `${index}`,
          index === 6 ? {} : { allOf: times(60, { $ref: `#/$defs/${index + 1}` }) },
        ]),
      ),
    },
    ["a"],
  ],
  [
    "names the same key in many parts",
    { $ref: "#/$defs/n", $defs: { n: { anyOf: times(60, { properties: { a: { $ref: "#/$defs/n" } } }) } } },
    ["a", "a.a", "a.a.a", "a.a.a.a", "a.a.a.a.a"],
  ],
  [
    "names keys that no reference can",
    { properties: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`}${index}`, { $ref: "#" }])) },
    [],
  ],
])("ends for a schema that %s", (_what, schema, paths) => {
  expect(named(schema)).toEqual(paths);
});

it("ends where keys with dots are the same paths in many ways", () => {
  const keys = Array.from({ length: 30 }, (_, index) =>
    Array(index + 1)
      .fill("a")
      .join("."),
  );
  const schema = { properties: Object.fromEntries(keys.map((key) => [key, { $ref: "#" }])) };
  expect(named(schema)).toEqual(expect.arrayContaining(["a", "a.a", "a.a.a"]));
});

it("gives what the schema does not name the type that it says of all others, if there is one", () => {
  const typesOf = (schema: JsonObject) =>
    outputPaths(typeWith(schema), { a: 1, b: { c: 1 } }).map(({ path, type }) => `${path} ${type}`);
  const others = { anyOf: [{ $ref: "#/$defs/x" }], $defs: { x: { additionalProperties: { type: "string" } } } };
  expect(typesOf({ properties: { a: { type: "integer" } }, ...others })).toEqual(["a integer", "b string", "b.c null"]);
  expect(typesOf({ patternProperties: { "^a": { type: "integer" } }, ...others })).toEqual([
    ...["a null", "b null", "b.c null"],
  ]);
});

it("takes as long for many outputs as for few, however much the schema says of them", () => {
  const patterns = Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`(a|b)*${index}`, {}]));
  const outputs = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, ""]));
  expect(named({ patternProperties: patterns }, outputs)).toHaveLength(200);
});
