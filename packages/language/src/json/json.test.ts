import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { diffJson } from "./diff.ts";
import { jsonEqual } from "./equal.ts";
import { checkIJson } from "./i-json.ts";
import type { Json, Path } from "./json.ts";
import { mapJson } from "./map.ts";
import { formatPath, getPath } from "./path.ts";
import { PathTree } from "./path-tree.ts";
import { jsonSize } from "./size.ts";

const parse = (text: string): Json => JSON.parse(text) as Json;
const nested = (depth: number): Json => parse("[".repeat(depth) + "]".repeat(depth));

describe("checkIJson", () => {
  it.each([
    ['{"a":[1,{"b":"x\\u0000"}]}', ["a", 1, "b"], "nul_character"],
    ['{"a":{"k\\u0000":1}}', ["a"], "nul_character"],
    ['["\\ud800"]', [0], "lone_surrogate"],
    ['{"\\udc00":1}', [], "lone_surrogate"],
    ['{"n":9007199254740992}', ["n"], "integer_out_of_range"],
    ['{"n":9007199254740993}', ["n"], "integer_out_of_range"],
    ['{"n":-9007199254740993}', ["n"], "integer_out_of_range"],
    ['{"n":1e300}', ["n"], "integer_out_of_range"],
    ['{"n":1e999}', ["n"], "number_out_of_range"],
    ['{"__proto__":{"x":"\\u0000"}}', ["__proto__", "x"], "nul_character"],
  ])("refuses %s", (text, loc, type) => {
    expect(checkIJson(parse(text), ["body"])).toMatchObject({ loc: ["body", ...loc], type });
  });

  it.each(["9007199254740991", "-9007199254740991", "1.5", "1e-300", '"\\ud83d\\ude00"', "null", '{"__proto__":1}'])(
    "accepts %s",
    (text) => {
      expect(checkIJson(parse(text))).toBeNull();
    },
  );

  it("allows 64 levels and not one more", () => {
    expect(checkIJson(nested(64))).toBeNull();
    expect(checkIJson(nested(65))?.type).toBe("too_deep");
    expect(checkIJson(nested(100_000))?.type).toBe("too_deep");
  });
});

describe("jsonEqual", () => {
  it("ignores the order of keys, but not that of elements", () => {
    expect(jsonEqual(parse('{"a":1,"b":[1,2]}'), parse('{"b":[1,2],"a":1}'))).toBe(true);
    expect(jsonEqual([1, 2], [2, 1])).toBe(false);
  });

  it.each([
    ["[]", "{}"],
    ["null", "{}"],
    ['{"a":null}', "{}"],
    ["0", "false"],
    ['{"a":1}', '{"b":1}'],
    ['{"toString":1}', '{"a":1}'],
    ['{"__proto__":1}', '{"__proto__":2}'],
  ])("distinguishes %s from %s", (a, b) => {
    expect(jsonEqual(parse(a), parse(b))).toBe(false);
    expect(jsonEqual(parse(b), parse(a))).toBe(false);
    expect(jsonEqual(parse(a), parse(a))).toBe(true);
  });
});

describe("paths", () => {
  it("quotes keys that would be ambiguous", () => {
    expect(formatPath(["servers", 0, "port"])).toBe("servers[0].port");
    expect(formatPath(["data", "tls.crt", "", "0"])).toBe('data["tls.crt"][""]["0"]');
    expect(formatPath([])).toBe("");
  });

  it("never reads from a prototype", () => {
    expect(getPath({}, ["toString"])).toBeUndefined();
    expect(getPath({}, ["__proto__", "constructor"])).toBeUndefined();
    expect(getPath(parse('{"__proto__":[7]}'), ["__proto__", 0])).toBe(7);
    expect(getPath([1], ["length"])).toBeUndefined();
  });
});

describe("PathTree", () => {
  const replace = (value: Json, ...paths: Path[]) => new PathTree(paths).replace(value, (_, index) => `new ${index}`);

  it("copies only the containers on the way, and ignores paths that lead nowhere", () => {
    const value = { a: { b: [1, 2], e: 1 }, c: { d: 1 } };
    const changed = replace(value, ["a", "b", 1], ["a", "e"]) as typeof value;
    expect(changed).toEqual({ a: { b: [1, "new 0"], e: "new 1" }, c: { d: 1 } });
    expect(value.a.b[1]).toBe(2);
    expect(changed.c).toBe(value.c);
    expect(replace(value, ["c", "d", "e"], ["a", "b", 5], ["gone"], ["a", "b", "length"])).toBe(value);
    expect(new PathTree([["c", "d"]]).replace(value, (item) => item)).toBe(value);
    expect(replace(value, [])).toBe("new 0");
  });

  it("applies the upper of two paths", () => {
    expect(replace({ a: { b: 1 } }, ["a", "b"], ["a"])).toEqual({ a: "new 1" });
    expect(replace({ a: { b: 1 } }, ["a"], ["a", "b"], ["a"])).toEqual({ a: "new 0" });
  });

  it("treats __proto__ as an ordinary key", () => {
    const changed = replace(parse('{"a":1,"__proto__":{"b":1}}'), ["__proto__", "b"]);
    expect(JSON.stringify(changed)).toBe('{"a":1,"__proto__":{"b":"new 0"}}');
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
  });

  it("tells which paths touch", () => {
    const tree = new PathTree([["a", 0, "b"]]);
    for (const path of [["a"], ["a", 0, "b"], ["a", 0, "b", "c"], []]) expect(tree.touches(path)).toBe(true);
    for (const path of [["b"], ["a", 1], ["a", 0, "c"]]) expect(tree.touches(path)).toBe(false);
    expect([["a"], []].map((path) => new PathTree([]).touches(path))).toEqual([false, false]);
  });
});

describe("mapJson", () => {
  it("returns the same value when nothing changes", () => {
    const value = { a: [{ b: "x" }] };
    expect(mapJson(value, () => undefined)).toBe(value);
  });

  it("shares unchanged parts and keeps odd keys", () => {
    const value = parse('{"__proto__":"x","keep":{"k":1}}');
    const mapped = mapJson(value, (item) => (item === "x" ? "y" : undefined));
    expect(JSON.stringify(mapped)).toBe('{"__proto__":"y","keep":{"k":1}}');
    expect(getPath(mapped, ["keep"])).toBe(getPath(value, ["keep"]));
  });
});

describe("diffJson", () => {
  it("names the smallest parts that changed", () => {
    const before = { size: 1, tags: ["a", "b"], tls: { "tls.crt": "x" }, gone: null };
    const after = { size: 2, tags: ["a"], tls: { "tls.crt": "y" }, new: [1] };
    expect(diffJson(before, after, { prefix: ["config"] })).toEqual([
      { path: "config.size", before: 1, after: 2 },
      { path: "config.tags[1]", before: "b" },
      { path: 'config.tls["tls.crt"]', before: "x", after: "y" },
      { path: "config.gone", before: null },
      { path: "config.new", after: [1] },
    ]);
  });

  it("is empty for equal values and whole for different kinds", () => {
    expect(diffJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    expect(diffJson({ a: [] }, { a: {} })).toEqual([{ path: "a", before: [], after: {} }]);
    expect(diffJson(undefined, { a: 1 })).toEqual([{ path: "", after: { a: 1 } }]);
  });
});

describe("canonicalJson", () => {
  it("is the same for equal values", () => {
    expect(canonicalJson(parse('{"b":[1,{"d":1,"c":2}],"a":"é"}'))).toBe('{"a":"é","b":[1,{"c":2,"d":1}]}');
  });
});

describe("jsonSize", () => {
  it("is close to the length of the text, and stops at the limit", () => {
    const value = { name: "x".repeat(100), list: [1, 2, 3] };
    expect(Math.abs(jsonSize(value, 1e6) - JSON.stringify(value).length)).toBeLessThan(30);
    expect(jsonSize(Array(1000).fill("y".repeat(1000)), 5000)).toBeLessThan(10_000);
  });
});
