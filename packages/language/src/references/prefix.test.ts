import { describe, expect, it } from "vitest";
import { STRING_REFERENCE_CASES } from "../../test/cases/string-references.ts";
import { resourceKey } from "../names/names.ts";
import { referencesInText } from "./in-text.ts";
import { referencePrefix } from "./prefix.ts";

describe("a reference that is being typed", () => {
  it.each([
    ["url: ${", { kind: "resource", typed: "", from: 7 }],
    ["url: ${postgres/da", { kind: "resource", typed: "postgres/da", from: 7 }],
    ["${p/t/n", { kind: "resource", typed: "p/t/n", from: 2 }],
    ["${HOME}${p", { kind: "resource", typed: "p", from: 9 }],
    ["${p/t/n.", { kind: "root", key: "p/t/n", typed: "", from: 8 }],
    ["${p/t/n.v2", { kind: "resource", typed: "p/t/n.v2", from: 2 }],
    ["${p/t/n.v2.", { kind: "root", key: "p/t/n.v2", typed: "", from: 11 }],
    ["${p/t/n.out", { kind: "root", key: "p/t/n", typed: "out", from: 8 }],
    ["${p/t/n.config", { kind: "root", key: "p/t/n", typed: "config", from: 8 }],
    ["${p/t/n.outputs.", { kind: "field", key: "p/t/n", root: "outputs", typed: "", from: 16 }],
    ["${p/t/n.v2.outputs.tls.c", { kind: "field", key: "p/t/n.v2", root: "outputs", typed: "tls.c", from: 19 }],
    ["${p/a/b/n.config.x.outputs.y", { kind: "field", key: "p/a/b/n", root: "config", typed: "x.outputs.y", from: 17 }],
    ["${p/t/n.outputsX.outputs.", { kind: "field", key: "p/t/n.outputsX", root: "outputs", typed: "", from: 25 }],
  ])("%s has a next part", (before, expected) => {
    expect(referencePrefix(before)).toEqual(expected);
  });

  it.each(["a/b/c.outputs.x/y", "P/t/n.", "p/t_/n.out", "p/n.outputs."])("%s names no resource", (typed) => {
    expect(referencePrefix(`\${${typed}`)).toEqual({ kind: "resource", typed, from: 2 });
  });

  it.each(["$${p", "${p/t/n.outputs.x}", "text", "${a b", "${P/t/n.outputs.x", "${p//n.outputs."])(
    "%s is none",
    (before) => {
      expect(referencePrefix(before)).toBeNull();
    },
  );
});

/** Cases of the table that can be typed without blanks and braces. */
const written = STRING_REFERENCE_CASES.filter(({ literal }) => literal !== true)
  .flatMap(({ config }) => Object.values(config ?? {}))
  .flatMap((text) => {
    if (typeof text !== "string") return [];
    return referencesInText(text).map(({ start, end, ...found }) => ({ typed: text.slice(start, end - 1), found }));
  })
  .filter(({ typed }) => /^\$\{[^${}\s]*$/.test(typed));

it("has references of the table to type", () => expect(written.length).toBeGreaterThan(5));

it.each(written)("$typed is read as it will be once it is closed", ({ typed, found: { target, field } }) => {
  const path = field.text.slice(`${field.root}.`.length);
  expect(referencePrefix(typed)).toMatchObject({
    kind: "field",
    key: resourceKey(target),
    root: field.root,
    typed: path,
  });
});
