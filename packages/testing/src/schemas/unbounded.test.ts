import { describe, expect, it } from "vitest";
import { unboundedParts } from "./unbounded.ts";

const text = { type: "string", maxLength: 9 };

describe("unboundedParts", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["a text", { type: "string" }, [": a text of any length"]],
    ["a text that may be null", { type: ["string", "null"] }, [": a text of any length"]],
    ["a list", { type: "array", items: text }, ["[]: a list of any length"]],
    ["elements", { type: "array", maxItems: 9, items: { type: "string" } }, ["[]: a text of any length"]],
    [
      "a map",
      { type: "object", propertyNames: text, additionalProperties: {} },
      ["{}: a map of any size", "{}: may be anything"],
    ],
    [
      "keys",
      { type: "object", propertyNames: { type: "string" }, additionalProperties: text, maxProperties: 9 },
      ["{key}: a text of any length"],
    ],
    [
      "members",
      { type: "object", properties: { a: { type: "object", properties: { b: {} } } } },
      ["a.b: may be anything"],
    ],
    ["a map of keys of a pattern", { type: "object", patternProperties: { "^a": text } }, ["{}: a map of any size"]],
    [
      "values of keys of a pattern",
      { type: "object", patternProperties: { "^a": { type: "string" } }, maxProperties: 9 },
      ["{}: a text of any length"],
    ],
    ["elements of any form", { type: "array", maxItems: 9 }, ["[]: may be anything"]],
    ["a text that is not another", { type: "string", not: { const: "a" } }, [": a text of any length"]],
    ["one of several forms", { anyOf: [text, { type: "string" }] }, [": a text of any length"]],
  ])("finds %s without a bound", (_what, schema, found) => {
    expect(unboundedParts(schema)).toEqual(found);
  });

  it("follows references, and says which it does not know", () => {
    const document = { list: { type: "array", items: { $ref: "list" } } };
    const resolve = (ref: string) => document[ref as "list"];
    expect(unboundedParts({ $ref: "list" }, resolve)).toEqual(["[]: a list of any length"]);
    expect(unboundedParts({ $ref: "other" }, resolve)).toEqual([": other is not known"]);
  });

  it("leaves alone what is bounded", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        kind: { enum: ["a", "b"] },
        texts: { type: "array", maxItems: 3, items: text },
        map: { type: "object", propertyNames: text, additionalProperties: text, maxProperties: 3 },
        config: { type: "object" },
        size: { type: "integer" },
        flag: { type: "boolean" },
        none: { type: "null" },
        never: { not: {} },
        pair: { type: "array", maxItems: 2, prefixItems: [text, { type: "integer" }] },
      },
      additionalProperties: false,
    };
    expect(unboundedParts(schema)).toEqual([]);
  });
});
