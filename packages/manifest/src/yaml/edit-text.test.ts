import { describe, expect, it } from "vitest";
import { readManifest } from "../index.ts";
import { editText } from "./edit-text.ts";

const TEXT =
  "# A database\nname: shop # short\ntags: [a, b]\nconfig:\n  name: shop\n  # All of them\n  rules:\n    - port: 80\n    - port: 443\n";
const configOf = (text: string) => readManifest(text).manifest?.config;

describe("editText", () => {
  it("keeps comments and order", () => {
    expect(editText(TEXT, ["config", "name"], "store")).toBe(TEXT.replace("  name: shop", "  name: store"));
    expect(editText(TEXT, ["name"], "store")).toContain("name: store # short");
    expect(editText(TEXT, ["config", "rules", 0], undefined)).not.toContain("80");
    expect(editText("# Nothing yet\n", ["name"], "shop")).toBe("# Nothing yet\n\nname: shop\n");
  });

  it.each([
    ["config:", "config:\n  a:\n    b: 1\n"],
    ["config: {}", "config:\n  a:\n    b: 1\n"],
    ["config: {a: null}", "config: {a: {b: 1}}\n"],
    ["", "config:\n  a:\n    b: 1\n"],
    ["config:\n  a: text", "config:\n  a:\n    b: 1\n"],
  ])("makes room in %j", (text, expected) => {
    expect(editText(text, ["config", "a", "b"], 1)).toBe(expected);
  });

  it("changes one of two places that share a value", () => {
    const shared = "config:\n  one: &x {a: 1}\n  two: *x\n";
    expect(configOf(editText(shared, ["config", "two", "a"], 2))).toEqual({ one: { a: 1 }, two: { a: 2 } });
  });

  it("writes out what is merged where a merged value changes", () => {
    const text = "config:\n  <<: { pw: hunter2, a: 1 }\n  a: 2\n";
    expect(configOf(text)).toEqual({ pw: "hunter2", a: 2 });
    expect(configOf(editText(text, ["config", "pw"], undefined))).toEqual({ a: 2 });
  });

  it("finds keys by their text, and keeps << in quotes", () => {
    expect(editText("config: {1.0: a, ~: b}\n", ["config", "1.0"], "c")).toBe('config: {"1.0": c, "~": b}\n');
    const quoted = 'config:\n  "<<": { a: 1 }\n';
    expect(configOf(editText(quoted, ["config", "b"], 2))).toEqual({ "<<": { a: 1 }, b: 2 });
  });

  it("puts in a key that would merge, and lines that would be tags or keys between brackets", () => {
    expect(configOf(editText("config:\n", ["config", "<<"], { a: 1 }))).toEqual({ "<<": { a: 1 } });
    expect(configOf(editText("config:\n", ["config", "<<", "a"], 1))).toEqual({ "<<": { a: 1 } });
    for (const text of [":\n!!", "-\n- a", "a:\nb"])
      expect(configOf(editText("config: { a: 1 }\n", ["config", "b"], [text]))).toEqual({ a: 1, b: [text] });
    expect(editText("config:\n  a: 1\n", ["config", "b"], "a:\nb\n")).toBe("config:\n  a: 1\n  b: |\n    a:\n    b\n");
  });

  it.each(["a: [", "a: 1\n---\nb: 2\n", "a: *b\n"])("refuses %j", (text) => {
    expect(() => editText(text, ["a"], 1)).toThrow("The text is not one document of valid YAML");
  });
});
