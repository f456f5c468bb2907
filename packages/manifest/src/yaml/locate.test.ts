import { describe, expect, it } from "vitest";
import { parseText } from "./parse-text.ts";

const TEXT = `# A database
provider: postgres
resource: database
name: shop # short
tags: [a, b]
config:
  name: shop
  # Who owns it
  owner: \${postgres/role/owner.outputs.name}
  rules:
    - port: 80
    - port: 443
`;

const only = (text: string) => parseText(text).documents[0] ?? expect.fail("no document");
const marked = (path: (string | number)[], text = TEXT) => {
  const { from, to } = only(text).placeOf(path).range;
  return text.slice(from, to);
};

describe("the place of a path", () => {
  it("marks values, keys, and the nearest key above what is missing", () => {
    expect(marked(["config", "name"])).toBe("shop");
    expect(marked(["config", "rules", 1, "port"])).toBe("443");
    expect(marked(["config", "rules"])).toBe("rules");
    expect(marked(["config", "rules", 0])).toBe("port");
    expect(marked(["config", "missing"])).toBe("config");
    expect(marked(["gone"])).toBe("");
    expect(marked(["config", "1.0"], "config: { 1.0: here }\n")).toBe("here");
  });

  it("begins at its key, where what was merged or aliased is written", () => {
    const text = "base: &b\n  x: { deep: 1 }\n  z: 2\nof:\n  <<: *b\n  z: 3\nsame: *b\nlist: [*b]\n";
    const { documents, positionOf } = parseText(text);
    const at = (...path: (string | number)[]) => positionOf(documents[0]?.placeOf(path).at ?? -1);
    expect(at("of", "x", "deep")).toEqual({ line: 2, column: 8 });
    expect(at("of", "z")).toEqual({ line: 6, column: 3 });
    expect(at("same", "z")).toEqual({ line: 3, column: 3 });
    expect(at("list", 0, "x")).toEqual({ line: 2, column: 3 });
    expect(at("list", 0)).toEqual({ line: 8, column: 8 });
    expect(at("of", "absent")).toEqual({ line: 4, column: 1 });
    expect(at()).toEqual({ line: 1, column: 1 });
  });
});

it("finds the path at a place, also in a text that is not finished", () => {
  const at = (word: string, text = TEXT) => only(text).pathAt(text.indexOf(word) + 1)?.path;
  expect(at("443")).toEqual(["config", "rules", 1, "port"]);
  expect(at("owner:")).toEqual(["config", "owner"]);
  expect(at("# Who")).toBeUndefined();
  expect(at("name", "config:\n  name: [\n")).toEqual(["config", "name"]);
});
