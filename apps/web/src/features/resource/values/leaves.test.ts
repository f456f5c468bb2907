import { formatPath, type Json } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { configValues, copiedText, leavesOf, openingOf, webAddress } from "./leaves.ts";

const reference = { provider: "test", resource: "item", name: "a", field: "outputs.value" };
const leaves = (value: Json) => leavesOf(value).map(({ path, value: one }) => [formatPath(path), one]);

describe("leaves", () => {
  it("are values without named members, in order", () => {
    expect(leaves({ b: 1, a: { "x.y": "t", z: { deep: null } } })).toEqual([
      ["b", 1],
      ['a["x.y"]', "t"],
      ["a.z.deep", null],
    ]);
  });

  it("include lists, empty objects and references as they are", () => {
    expect(leaves({ list: [{ a: 1 }], none: {}, ref: reference })).toEqual([
      ["list", [{ a: 1 }]],
      ["none", {}],
      ["ref", reference],
    ]);
  });

  it("of a plain value are the value", () => {
    expect(leaves("text")).toEqual([["", "text"]]);
    expect(leaves({})).toEqual([["", {}]]);
  });
});

describe("the values of a config", () => {
  const values = (config: Json, resolved: Json | null) =>
    configValues(config, resolved).map(({ path, written, resolved: got }) => [formatPath(path), written, got]);

  it("tell what the provider gets only where that differs", () => {
    expect(values({ a: 1, b: "${t/i/n.outputs.v}" }, { a: 1, b: 7 })).toEqual([
      ["a", 1, undefined],
      ["b", "${t/i/n.outputs.v}", 7],
    ]);
  });

  it("tell nothing until references are resolved", () => {
    expect(values({ b: "${t/i/n.outputs.v}" }, null)).toEqual([["b", "${t/i/n.outputs.v}", undefined]]);
  });

  it("keep what a reference stands for whole, and add what is only resolved", () => {
    expect(values({ whole: reference }, { whole: { x: 1 }, size: { min: 1 } })).toEqual([
      ["whole", reference, { x: 1 }],
      ["size.min", undefined, 1],
    ]);
    expect(values({}, {})).toEqual([["", {}, undefined]]);
    expect(values({}, { a: 1 })).toContainEqual(["a", undefined, 1]);
  });
});

it("copies strings as they are, and anything else as JSON", () => {
  expect(copiedText("a: b")).toBe("a: b");
  expect(copiedText([1])).toBe("[\n  1\n]");
});

it("opens only web addresses", () => {
  expect(webAddress("https://example.com/a?b#c")).toBe("https://example.com/a?b#c");
  for (const text of ["javascript:alert(1)", "postgres://a@b/c", "http://", "see https://example.com", 7, null])
    expect(webAddress(text)).toBeNull();
});

it("offers a file by its signed address, and not by the one that needs a token", () => {
  const file = { provider: "pragma", resource: "file" };
  expect(openingOf(file, "public_url")).toBe("download");
  expect(openingOf(file, "url")).toBe("refused");
  expect(openingOf({ provider: "http", resource: "check" }, "url")).toBe("page");
});
