import { describe, expect, it } from "vitest";
import type { OutputPath } from "../../types/index.ts";
import { fitOf, type ReferenceWish } from "./rank-references.ts";

const output = (path: string, more: Partial<OutputPath> = {}): OutputPath => ({
  path,
  type: "string",
  format: null,
  description: null,
  sensitive: false,
  present: true,
  ...more,
});
const wish = (more: Partial<ReferenceWish> = {}): ReferenceWish => ({
  field: "server_url",
  types: ["string"],
  format: null,
  sensitive: false,
  ...more,
});
const ranked = (outputs: OutputPath[], by: ReferenceWish) =>
  [...outputs].sort((a, b) => fitOf(b, by).score - fitOf(a, by).score).map(({ path }) => path);

describe("outputs for a field", () => {
  it.each<[string, OutputPath[], ReferenceWish, string[]]>([
    [
      "go by type, those of an unknown one in between",
      [output("port", { type: "integer" }), output("any", { type: null }), output("host")],
      wish({ field: "" }),
      ["host", "any", "port"],
    ],
    [
      "take whole numbers for numbers",
      [output("a"), output("b", { type: "integer" })],
      wish({ types: ["number"] }),
      ["b", "a"],
    ],
    [
      "put secrets first where one is wanted",
      [output("host"), output("key", { sensitive: true })],
      wish({ sensitive: true, field: "password" }),
      ["key", "host"],
    ],
    [
      "put secrets last elsewhere, even one of the same name",
      [output("server_url", { sensitive: true }), output("host")],
      wish(),
      ["host", "server_url"],
    ],
    ["go by name", [output("host"), output("url")], wish(), ["url", "host"]],
    ["go by format", [output("at"), output("on", { format: "uri" })], wish({ field: "", format: "uri" }), ["on", "at"]],
    ["go by what is there", [output("b", { present: false }), output("a")], wish({ field: "" }), ["a", "b"]],
  ])("%s", (_, outputs, by, expected) => {
    expect(ranked(outputs, by)).toEqual(expected);
  });

  it("do not fit where the type is another, and may where it is unknown", () => {
    expect(fitOf(output("a", { type: "array" }), wish()).fits).toBe(false);
    expect(fitOf(output("a", { type: null }), wish()).fits).toBe(true);
    expect(fitOf(output("a", { type: "array" }), wish({ types: [] })).fits).toBe(true);
  });
});
