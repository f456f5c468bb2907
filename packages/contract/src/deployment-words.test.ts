import { describe, expect, it } from "vitest";
import { breakWords, brokenKeys, mayBreakMore, schemaChangeWords, typeChangeWords } from "./deployment-words.ts";

describe("what a deployment does, in words", () => {
  it.each([
    [
      18,
      "aws/bucket",
      "config.lifecycle_days must be at least 60",
      "18 buckets break: lifecycle_days must be at least 60",
    ],
    [1, "aws/bucket", "config.name is required", "1 bucket breaks: name is required"],
    [
      1200,
      "iam/policy",
      "the version has no type iam/policy",
      "1,200 policies break: the version has no type iam/policy",
    ],
    [2, "net/mesh/key", "config must be an object", "2 keys break: config must be an object"],
    [2, "a/box", "config.a must be a number", "2 boxes break: a must be a number"],
  ])("%i of %s", (count, type, reason, words) => {
    expect(breakWords({ count, type, reason })).toBe(words);
  });

  it("names what breaks by keys, which its type tells where the id alone would not", () => {
    const resources = ["resource:net_mesh_key_a_b", "resource:net_mesh_key_c"];
    expect(brokenKeys({ type: "net/mesh/key", resources })).toEqual(["net/mesh/key/a_b", "net/mesh/key/c"]);
    expect(brokenKeys({ type: "a/b", resources: ["resource:else"] })).toEqual(["resource:else"]);
  });

  it("says where the search for what breaks has ended", () => {
    expect(mayBreakMore({ broken: 999 })).toBeNull();
    expect(mayBreakMore({ broken: 1000 })).toBe("There may be more: only the first 1,000 that break were looked for.");
  });

  it("names types that come, go or differ", () => {
    const [one] = [{ path: "config.a", change: "removed" as const, keywords: [] }];
    expect(typeChangeWords({ type: "a/b", change: "added", changes: [] })).toBe("a/b is new");
    expect(typeChangeWords({ type: "a/b", change: "removed", changes: [] })).toBe("a/b is gone");
    expect(typeChangeWords({ type: "a/b", change: "changed", changes: [one] })).toBe("a/b: 1 difference");
    expect(typeChangeWords({ type: "a/b", change: "changed", changes: [one, one] })).toBe("a/b: 2 differences");
  });

  const keyword = (name: string, before: string | number | boolean | null | string[], after: typeof before) => ({
    keyword: name,
    before,
    after,
  });

  it.each([
    ["removed" as const, [], "removed"],
    ["added" as const, [keyword("type", null, "string")], "added, string"],
    [
      "added" as const,
      [keyword("required", null, true), keyword("type", null, "integer"), keyword("minimum", null, 1)],
      "added, required, integer, minimum 1",
    ],
    [
      "added" as const,
      [keyword("type", null, "object"), keyword("additionalProperties", null, false)],
      "added, object",
    ],
    ["changed" as const, [keyword("minimum", null, 60)], "minimum 60"],
    ["changed" as const, [keyword("minimum", 30, 60)], "minimum 30 → 60"],
    ["changed" as const, [keyword("maxLength", 30, null)], "no max length (was 30)"],
    [
      "changed" as const,
      [keyword("required", null, true), keyword("type", "string", "number")],
      "now required, type string → number",
    ],
    ["changed" as const, [keyword("required", true, null)], "no longer required"],
    ["changed" as const, [keyword("enum", ["a", "b"], ["a"])], "one of a, b → a"],
    ["changed" as const, [keyword("sensitive", null, true)], "sensitive"],
    ["changed" as const, [keyword("immutable", true, null)], "no longer immutable"],
    ["changed" as const, [keyword("additionalProperties", null, false)], "no other keys"],
  ])("%s by %j: %s", (change, keywords, words) => {
    expect(schemaChangeWords({ change, keywords })).toBe(words);
  });

  it("does not write out alternatives, nor long values", () => {
    const anyOf = { keyword: "anyOf", before: [{ type: "string" }], after: null };
    expect(schemaChangeWords({ change: "changed", keywords: [anyOf] })).toBe("alternatives changed");
    const pattern = { keyword: "pattern", before: null, after: "x".repeat(100) };
    expect(schemaChangeWords({ change: "changed", keywords: [pattern] })).toMatch(/^pattern x{59}…$/);
  });
});
