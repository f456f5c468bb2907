import { expect, test } from "vitest";
import { compareConfig } from "./compare.ts";

test.each([
  ["equal", { a: 1, b: { c: [1, { d: 2 }] } }, { b: { c: [1, { d: 2 }] }, a: 1 }, []],
  [
    "a plain value",
    { size: 1, name: "a" },
    { size: 2, name: "a" },
    [{ path: ["size"], kind: "changed", before: "1", after: "2" }],
  ],
  ["a field more", { a: {} }, { a: { secret: "x" } }, [{ path: ["a", "secret"], kind: "added" }]],
  ["a field less", { a: { b: 1 } }, { a: {} }, [{ path: ["a", "b"], kind: "removed" }]],
  ["a secret", { token: "********" }, { token: "hunter2" }, [{ path: ["token"], kind: "secret" }]],
  ["a secret sent back", { token: "********" }, { token: "********" }, []],
  ["a list that is longer", { a: [1] }, { a: [1, 2] }, [{ path: ["a"], kind: "changed" }]],
  ["a list in another order", { a: [1, 2] }, { a: [2, 1] }, [{ path: ["a"], kind: "changed" }]],
  ["a secret in a list", { a: [1, "********"] }, { a: [1, "x"] }, [{ path: ["a", 1], kind: "secret" }]],
  ["an object in place of a text", { a: "b" }, { a: { b: "hunter2" } }, [{ path: ["a"], kind: "changed" }]],
  ["a key of every object", { a: 1 }, { a: 1, toString: 2 }, [{ path: ["toString"], kind: "added" }]],
])("%s", (_what, before, after, changes) => {
  expect(compareConfig(before, after)).toEqual(changes);
});

test("what is shown of long values is short", () => {
  const [change] = compareConfig({ a: "x" }, { a: "y".repeat(1000) });
  expect(change?.after?.length).toBeLessThan(70);
});
