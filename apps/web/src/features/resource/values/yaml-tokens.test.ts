import type { Json } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { yamlTokens } from "./yaml-tokens.ts";

/** The tokens that lead somewhere, as `text -> target`. */
function links(value: Json, literal = false): string[] {
  return yamlTokens(value, { literal })
    .lines.flat()
    .flatMap(({ text, target }) => (target === undefined ? [] : `${text} -> ${target}`));
}

const kinds = (value: Json) =>
  yamlTokens(value)
    .lines.flat()
    .filter(({ kind }) => kind !== "plain")
    .map(({ text, kind }) => `${kind} ${text}`);

describe("yamlTokens", () => {
  it("tells keys, strings, other values and masked ones apart", () => {
    expect(kinds({ name: "db", size: 3, on: true, none: null, password: "********" })).toEqual([
      "key name",
      "string db",
      "key size",
      "literal 3",
      "key on",
      "literal true",
      "key none",
      "literal null",
      "key password",
      'masked "********"',
    ]);
  });

  it("links references inside strings and leaves the text around them", () => {
    const url = "https://${pragma/config/site.outputs.host}/${HOME}";
    expect(links({ url })).toEqual(["${pragma/config/site.outputs.host} -> pragma/config/site"]);
    expect(yamlTokens({ url }).lines).toHaveLength(1);
  });

  it("links references in quoted and in multi-line strings", () => {
    expect(links({ a: "# ${p/t/n.outputs.x}", b: "one\ntwo ${p/t/m.config.y}\n" })).toEqual([
      "${p/t/n.outputs.x} -> p/t/n",
      "${p/t/m.config.y} -> p/t/m",
    ]);
  });

  it("links the name of the object form, and of a whole resource", () => {
    const value = {
      role: { provider: "postgres", resource: "role", name: "shop", field: "outputs.url" },
      all: [{ __dependency__: true, provider: "p", resource: "t", name: "n" }],
      data: { provider: "p", resource: "t", name: "n" },
    };
    expect(links(value)).toEqual(["shop -> postgres/role/shop", "n -> p/t/n"]);
  });

  it("takes strings literally where only objects are references", () => {
    expect(links({ data: { a: "${p/t/n.outputs.x}" } }, true)).toEqual([]);
    expect(links({ data: { a: { provider: "p", resource: "t", name: "n", field: "x" } } }, true)).toHaveLength(1);
  });

  it("gives the whole text back, line by line", () => {
    const value = { a: { b: ["x", { c: "one\n\n  two\n" }], d: {} }, e: [], "f g": "- no\n" };
    const { text, lines } = yamlTokens(value);
    expect(lines.map((line) => line.map((token) => token.text).join("")).join("\n")).toBe(text);
  });
});
