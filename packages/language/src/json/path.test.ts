import { expect, it } from "vitest";
import { formatPath, parsePath } from "./path.ts";

it.each([
  [[]],
  [["config", "a", 0, "b"]],
  [["config", "tls.crt", "", "1a", 'q"uo\\te', "ü", "a-b"]],
  [["config", 12, 3]],
])("parses a written path: %j", (path) => {
  expect(parsePath(formatPath(path))).toEqual(path);
});

it.each(["a b", "a[", "a[x]", "[1", 'a["x]', 'a["\\x"]', 'a["\n"]'])("%j is not a path", (text) => {
  expect(parsePath(text)).toBeNull();
});

it("a key of millions of characters can be read", () => {
  expect(parsePath(formatPath(["a b".repeat(5_000_000)]))).toHaveLength(1);
});
