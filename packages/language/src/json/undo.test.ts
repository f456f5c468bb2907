import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffJson } from "./diff.ts";
import type { Json, JsonObject } from "./json.ts";
import { undoChanges } from "./undo.ts";

const keys = fc.oneof(
  fc.constantFrom("a", "b", "tls.crt", "0", "", "__proto__", 'say "x"'),
  fc.string({ maxLength: 3 }),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 1, "", "x"),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie("json")), { maxLength: 4 }).map(objectOf),
  ),
}));

/** `JSON.parse` makes `__proto__` an ordinary key. */
function objectOf(entries: readonly [string, Json][]): Json {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

const text = (value: Json | undefined): string | undefined => JSON.stringify(sorted(value));
/** The order of keys is no part of a difference. */
function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key])]);
}

describe("undoChanges", () => {
  it("brings back what was there before, whatever changed", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const root: JsonObject = { config: structuredClone(after) };
        expect(undoChanges(root, diffJson(before, after, { prefix: ["config"] }), new Set(["config"]))).toBe(true);
        expect(text(root["config"])).toBe(text(before));
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves out changes elsewhere", () => {
    const changes = [
      { path: "config.size", before: 1, after: 2 },
      { path: "tags", before: null, after: ["x"] },
      { path: "configuration", before: 5, after: 6 },
    ];
    const root: JsonObject = { config: { size: 2 }, tags: ["x"] };
    expect(undoChanges(root, changes, new Set(["config"]))).toBe(true);
    expect(root).toEqual({ config: { size: 1 }, tags: ["x"] });
  });

  it.each([
    ["a path that leads nowhere", { path: "a.b", before: 1 }],
    ["an element that is not the last", { path: "list[0]", after: 1 }],
    ["a place beyond the end of an array", { path: "list[7]", before: 1 }],
    ["a key of an array", { path: "list.x", before: 1 }],
    ["a text that is no path", { path: "a b", before: 1 }],
    ["a key that is gone", { path: "b", after: 1 }],
  ])("finds that %s does not lead to the value", (_what, change) => {
    expect(undoChanges({ list: [1, 2] }, [change], new Set(["list", "a", "b"]))).toBe(false);
  });
});
