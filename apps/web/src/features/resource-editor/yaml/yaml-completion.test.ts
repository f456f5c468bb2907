import type { Schema } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { documentAround } from "./document-type.ts";
import { fieldDocs } from "./field-docs.ts";
import { keySuggestions, valueSuggestions } from "./suggestions.ts";
import { yamlContext } from "./yaml-context.ts";

/** The context at the `|` of a text. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const context = yamlContext(marked.replace("|", ""), offset);
  return context && { ...context, typed: marked.slice(context.from, offset), from: undefined };
}

describe("yamlContext", () => {
  it.each([
    ["pro|", { kind: "key", path: [], typed: "pro" }],
    ["config:\n  na|", { kind: "key", path: ["config"], typed: "na" }],
    ["config:\n  owner:\n    id: 1\n  na|", { kind: "key", path: ["config"], typed: "na", siblings: ["owner"] }],
    ["config:\n  a: 1\n  |\n  b: 2\n", { kind: "key", path: ["config"], siblings: ["a", "b"] }],
    ["config:\n  mode: fa|", { kind: "value", path: ["config", "mode"], typed: "fa" }],
    ["config:\n  mode: |", { kind: "value", path: ["config", "mode"], typed: "" }],
    ["config:\n  list:\n    - a\n    - |", { kind: "value", path: ["config", "list", 1], typed: "" }],
    ["config:\n  list:\n  - a\n  - b: |", { kind: "value", path: ["config", "list", 1, "b"] }],
    ["config:\n  list:\n    - b: 1\n      c|", { kind: "key", path: ["config", "list", 0], siblings: ["b"] }],
    ["config:\n  list:\n    - b: 1\n    - x: 1\n      c: |", { kind: "value", path: ["config", "list", 1, "c"] }],
    ["config:\n  list:\n    - b:\n        deep|", { kind: "key", path: ["config", "list", 0, "b"] }],
    ["config:\n  list:\n    - b: 1\n  next|", { kind: "key", path: ["config"], siblings: ["list"] }],
    ["config:\n  # note\n\n  'odd key': |", { kind: "value", path: ["config", "odd key"] }],
    ["a:\n  b: 1\nc|", { kind: "key", path: [], siblings: ["a"] }],
  ])("reads %j", (text, expected) => {
    expect(at(text)).toMatchObject(expected);
  });

  it.each(["a: 1 # no|", "a: {b: |", "a: |-\n  text|".replace("|-", "|-"), "a: [x, |"])("gives up in %j", (text) => {
    const offset = text.lastIndexOf("|");
    expect(yamlContext(text.slice(0, offset) + text.slice(offset + 1), offset)).toBeNull();
  });
});

const root: Schema = {
  type: "object",
  properties: {
    mode: { enum: ["fast", "on", "007"], default: "fast", description: "How" },
    size: { type: "integer", minimum: 1 },
    rules: { type: "array", items: { $ref: "#/$defs/rule" } },
  },
  required: ["size"],
  $defs: {
    rule: { type: "object", properties: { port: { type: "integer", description: "Where" }, on: { type: "boolean" } } },
  },
};

describe("suggestions", () => {
  it("offers keys that are not there yet, required ones first", () => {
    expect(keySuggestions(root, [], ["rules"])).toMatchObject([
      { label: "size", insert: "size: ", detail: "Whole number, required", info: "at least 1" },
      { label: "mode", insert: "mode: ", info: 'How. Default: "fast"' },
    ]);
    expect(keySuggestions(root, ["rules", 3], []).map(({ label }) => label)).toEqual(["port", "on"]);
    expect(keySuggestions(root, ["unknown"], [])).toEqual([]);
  });

  it("offers values, quoted where they would be read as something else", () => {
    expect(valueSuggestions(root, ["mode"]).map(({ insert }) => insert)).toEqual(["fast", '"on"', '"007"']);
    expect(valueSuggestions(root, ["rules", 0, "on"]).map(({ insert }) => insert)).toEqual(["true", "false"]);
  });
});

describe("fieldDocs", () => {
  it("tells what the schema says", () => {
    expect(fieldDocs(root, ["size"])).toEqual({
      name: "size",
      type: "Whole number",
      required: true,
      description: null,
      rules: ["at least 1"],
    });
    expect(fieldDocs(root, ["rules", 0, "port"])).toMatchObject({ description: "Where", required: false });
    expect(fieldDocs(root, ["gone"])).toBeNull();
  });
});

describe("the document around a place", () => {
  const text = "name: a\n---\nname: b\n--- # third\nname: c\n";

  it.each([
    ["a", "name: a\n"],
    ["b", "name: b\n"],
    ["c", "name: c\n"],
  ])("is the one of %s, with where it begins", (name, document) => {
    const found = documentAround(text, text.indexOf(`: ${name}`));
    expect(found).toEqual({ text: document, start: text.indexOf(document) });
  });

  it("is the whole text where there is one, also with dashes in it", () => {
    const one = "a: |\n  ---\nb: --- x\n";
    expect(documentAround(one, one.length)).toEqual({ text: one, start: 0 });
  });
});
