import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { MAX_SCHEMA_CHANGES, schemaChanges } from "./schema-changes.ts";

const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

describe("what differs between two schemas", () => {
  it("is nothing for the same, whatever they say about it", () => {
    const one = object({ a: { type: "string", description: "This" } }, ["a"]);
    const other = object({ a: { type: "string", description: "That", title: "A" } }, ["a"]);
    expect(schemaChanges(one, other)).toEqual([]);
  });

  it("is told by property: what comes, goes and is asked of the others", () => {
    const before = object({ days: { type: "integer" }, old: { type: "string" }, name: { type: "string" } }, ["name"]);
    const after = object(
      { days: { type: "integer", minimum: 60 }, name: { type: "string" }, zone: { type: "string" } },
      ["days", "zone"],
    );
    expect(schemaChanges(before, after)).toEqual([
      {
        path: "days",
        change: "changed",
        keywords: [
          { keyword: "required", before: null, after: true },
          { keyword: "minimum", before: null, after: 60 },
        ],
      },
      { path: "name", change: "changed", keywords: [{ keyword: "required", before: true, after: null }] },
      {
        path: "zone",
        change: "added",
        keywords: [
          { keyword: "required", before: null, after: true },
          { keyword: "type", before: null, after: "string" },
        ],
      },
      { path: "old", change: "removed", keywords: [] },
    ]);
  });

  it("goes into objects, elements and maps, and follows references", () => {
    const schema = (limit: number) => ({
      ...object({
        "a.b": object({ c: { $ref: "#/$defs/text" } }),
        list: { type: "array", items: object({ d: { $ref: "#/$defs/text" } }) },
        map: { type: "object", additionalProperties: { $ref: "#/$defs/text" } },
      }),
      $defs: { text: { type: "string", maxLength: limit } },
    });
    expect(schemaChanges(schema(5), schema(6)).map(({ path, keywords }) => [path, keywords])).toEqual(
      ['["a.b"].c', "list[].d", "map.*"].map((path) => [path, [{ keyword: "maxLength", before: 5, after: 6 }]]),
    );
  });

  it("takes the bounds of safe integers for none", () => {
    const integer = (minimum: number) => object({ n: { type: "integer", minimum, maximum: Number.MAX_SAFE_INTEGER } });
    expect(schemaChanges(integer(Number.MIN_SAFE_INTEGER), integer(60))).toMatchObject([
      { path: "n", keywords: [{ keyword: "minimum", before: null, after: 60 }] },
    ]);
  });

  it("says of a union only that it has changed", () => {
    const before = object({ a: { anyOf: [{ type: "string" }, { type: "null" }] } });
    const after = object({ a: { type: "string" } });
    expect(schemaChanges(before, after)).toMatchObject([
      { path: "a", keywords: [{ keyword: "type" }, { keyword: "anyOf", after: null }] },
    ]);
  });

  it("ends in schemas that contain themselves, and with too many changes", () => {
    const self = (limit: number): JsonObject => ({
      type: "object",
      properties: { next: { $ref: "#" }, n: { type: "integer", maximum: limit } },
    });
    expect(schemaChanges(self(1), self(2)).length).toBeGreaterThan(0);
    const wide = (limit: number): JsonObject => ({
      type: "object",
      properties: {
        ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}`, { $ref: "#" }])),
        n: { type: "integer", maximum: limit },
      },
    });
    expect(schemaChanges(wide(1), wide(1))).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`p${n}`, { type: "string" }]));
    expect(schemaChanges(object({}), object(many))).toHaveLength(MAX_SCHEMA_CHANGES);
  });
});
