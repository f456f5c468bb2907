import type { Json } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import type { Schema } from "./json-schema.ts";
import { sensitivePaths } from "./sensitive-paths.ts";

const secret = { type: "string", sensitive: true };

describe("sensitivePaths", () => {
  it("finds what any branch, pattern, condition or reference calls sensitive", () => {
    const root: Schema = {
      $defs: { pair: { properties: { key: secret } } },
      properties: {
        list: { items: { $ref: "#/$defs/pair" } },
        either: { anyOf: [{ type: "number" }, { properties: { token: secret } }] },
        whole: { type: "object", sensitive: true },
        plain: { type: "string" },
      },
      patternProperties: { "^x_": secret },
      additionalProperties: { additionalProperties: secret },
      if: {},
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { later: secret } },
    };
    const value: Json = {
      list: [{ key: "a" }, { other: "b" }],
      either: { token: "t" },
      whole: { a: { b: 1 } },
      plain: "p",
      x_y: "s",
      rest: { any: "s" },
      later: "s",
    };
    expect(sensitivePaths(root, value)).toEqual([
      ["list", 0, "key"],
      ["either", "token"],
      ["whole"],
      ["x_y"],
      ["rest", "any"],
      ["later"],
    ]);
  });

  it("ends where a schema contains itself", () => {
    const root: Schema = { $ref: "#", properties: { next: { $ref: "#" }, pw: secret } };
    expect(sensitivePaths(root, { pw: "1", next: { pw: "2" } })).toEqual([["pw"], ["next", "pw"]]);
  });
});
