import { expect, test } from "vitest";
import { type DriftChange, findDrift } from "./find-drift.ts";
import type { JsonObject } from "./json.ts";

const nested = { limits: { cpu: 1, memory: { low: 1, high: 2 } }, tags: ["a", "b"] };

test.each<[string, JsonObject, JsonObject | undefined, DriftChange[]]>([
  ["nothing found out", { a: 1 }, undefined, []],
  ["equal values", { a: 1, b: null, c: [1, { d: 2 }] }, { a: 1, b: null, c: [1, { d: 2 }] }, []],
  ["another value", { a: 1 }, { a: 2 }, [{ path: "a", declared: 1, found: 2 }]],
  ["another type of value", { a: 1 }, { a: "1" }, [{ path: "a", declared: 1, found: "1" }]],
  ["an absent value", { a: 1 }, { a: null }, [{ path: "a", declared: 1, found: null }]],
  ["a value where null is declared", { a: null }, { a: 1 }, [{ path: "a", declared: null, found: 1 }]],
  ["a path that was not found out", { a: 1, b: 2 }, { b: 2 }, []],
  ["a path that is not declared", { a: 1 }, { a: 1, b: 2 }, []],
  [
    "an inner value",
    nested,
    { limits: { memory: { high: 3 } } },
    [{ path: "limits.memory.high", declared: 2, found: 3 }],
  ],
  ["an absent object", nested, { limits: null }, [{ path: "limits", declared: nested.limits, found: null }]],
  ["an object in place of a value", { a: 1 }, { a: { b: 1 } }, [{ path: "a", declared: 1, found: { b: 1 } }]],
  ["an empty object found", { a: { b: 1 } }, { a: {} }, []],
  ["another element", nested, { tags: ["a", "c"] }, [{ path: "tags", declared: ["a", "b"], found: ["a", "c"] }]],
  ["another order", nested, { tags: ["b", "a"] }, [{ path: "tags", declared: ["a", "b"], found: ["b", "a"] }]],
  [
    "an element with fewer members",
    { a: [{ b: 1, c: 2 }] },
    { a: [{ b: 1 }] },
    [{ path: "a", declared: [{ b: 1, c: 2 }], found: [{ b: 1 }] }],
  ],
  ["keys that need quotes", { "a.b": { c: 1 } }, { "a.b": { c: 2 } }, [{ path: '["a.b"].c', declared: 1, found: 2 }]],
  ["keys of the prototype", { toString: 1 }, {}, []],
  [
    "several, in the order declared",
    { b: 1, a: 1 },
    { a: 2, b: 2 },
    [
      { path: "b", declared: 1, found: 2 },
      { path: "a", declared: 1, found: 2 },
    ],
  ],
])("%s", (_what, declared, found, changes) => {
  expect(findDrift(declared, found)).toEqual(changes);
});

test("ignored paths are not compared, nor what is below them", () => {
  const found = { limits: { cpu: 2, memory: { low: 9, high: 9 } }, tags: [] };
  const ignored = ["limits.memory", "tags"];

  expect(findDrift(nested, found, { isIgnored: (path) => ignored.includes(path.join(".")) })).toEqual([
    { path: "limits.cpu", declared: 1, found: 2 },
  ]);
});

test("no more changes are collected than the limit", () => {
  const numbered = (by: number) =>
    Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, { v: n + by }]));

  expect(findDrift(numbered(0), numbered(1), { limit: 3 }).map(({ path }) => path)).toEqual(["k0.v", "k1.v", "k2.v"]);
});
