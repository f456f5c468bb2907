import { describe, expect, it } from "vitest";
import { parseYaml } from "./parse-yaml.ts";
import { faultLine } from "./position.ts";

function valuesOf(text: string): unknown[] {
  const { values, faults } = parseYaml("m.yaml", text);
  expect(faults).toEqual([]);
  return values.map(({ value }) => value);
}

describe("parseYaml", () => {
  it("merges: own keys win, then the first of several", () => {
    const text =
      "base: &b { x: 1, z: 2 }\nof: { z: 3, <<: *b }\nboth: { <<: [*b, { x: 9, y: 9 }] }\nplain: { '<<': 1 }\n";
    expect(valuesOf(text)).toEqual([
      { base: { x: 1, z: 2 }, of: { z: 3, x: 1 }, both: { x: 1, z: 2, y: 9 }, plain: { "<<": 1 } },
    ]);
  });

  it("finds what was merged or aliased where it is written, and the rest at its place", () => {
    const [found] = parseYaml("m.yaml", "base: &b\n  x: { deep: 1 }\n  z: 2\nof:\n  <<: *b\n  z: 3\nsame: *b\n").values;
    expect(found?.locate(["of", "x", "deep"])).toEqual({ line: 2, column: 8 });
    expect(found?.locate(["of", "z"])).toEqual({ line: 6, column: 3 });
    expect(found?.locate(["same", "z"])).toEqual({ line: 3, column: 3 });
    expect(found?.locate(["of", "absent"])).toEqual({ line: 4, column: 1 });
  });

  it("takes keys that are written as they are kept", () => {
    expect(valuesOf("a: &k name\n*k : 1\n200: ok\ntrue: yes\n")).toEqual([
      { a: "name", name: 1, 200: "ok", true: "yes" },
    ]);
    expect(valuesOf("a: !!str 5\nb: !!int '5'\nc: ! 5\n? d\n")).toEqual([{ a: "5", b: 5, c: "5", d: null }]);
  });

  it.each([
    ["a: !!binary aGVsbG8=", "1:4: this is not a JSON value"],
    ["a: !!timestamp 2001-12-14", "1:4: this is not a JSON value"],
    ["a: !!set { b, c }", "1:4: this is not a JSON value"],
    ["a:\n  - !!omap [ b: 1 ]", "2:5: this is not a JSON value"],
    ["a: !mine 5", "1:4: this is not a JSON value"],
    ["%YAML 1.1\n---\na: 2001-12-14", "3:4: this is not a JSON value"],
    ["%YAML 1.1\n---\na: !!set { b }", "3:10: this is not a JSON value"],
    ["a:\n  { b: 1 }: c", "2:3: a mapping or a list cannot be a key"],
    ["a: &l [1]\n*l : c", "2:1: a mapping or a list cannot be a key"],
    ["a:\n  null: c", "2:3: a key is missing here"],
    ["a:\n  : c", "2:3: a key is missing here"],
    ["a:\n  1.0: c", "2:3: this key must be a string; write it in quotes"],
    ["1: a\n'1': b", "2:1: this key appears twice"],
    ["a: { <<: 5 }", "1:10: << merges a mapping or a list of mappings"],
    ["a: &l [1]\nb: { <<: *l }", "2:10: << merges a mapping or a list of mappings"],
    ["a: &a [*a]", "1:8: this is part of what the anchor a names"],
    ["a: &a { <<: *a }", "1:13: this is part of what the anchor a names"],
  ])("refuses what is not plain JSON: %j", (text, fault) => {
    const { values, faults } = parseYaml("m.yaml", text);
    expect(values).toEqual([]);
    expect(faults.map(faultLine)).toEqual([expect.stringContaining(`m.yaml:${fault}`)]);
  });

  it("says where an alias has no anchor, also if another document or a later line has it", () => {
    const { faults } = parseYaml("m.yaml", "a: &b 1\nc: [*d]\n---\na: *b\n---\na: { <<: *l, m: &l {} }\n");
    expect(faults.map(faultLine)).toEqual([
      "m.yaml:2:5: there is no anchor of this name in this document; a text that begins with * needs quotes",
      "m.yaml:4:4: there is no anchor of this name in this document; a text that begins with * needs quotes",
      "m.yaml:6:10: there is no anchor of this name in this document; a text that begins with * needs quotes",
    ]);
  });
});
