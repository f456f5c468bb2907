import { describe, expect, it } from "vitest";
import { plainBox as box } from "../../test/plain-box.ts";
import type { Json } from "../json/json.ts";
import { isPureReference } from "./classify.ts";
import { parseReferences, referencedTargets } from "./parse.ts";

/** The references in a value, in short form. */
function found(config: Json, stringReferences = true): string[] {
  const { references, issues } = parseReferences(config, { stringReferences, box });
  expect(issues).toEqual([]);
  return references.map(({ path, form, target, field }) =>
    [path.join("."), form, target.provider, target.resource, target.name, field?.text ?? ""].join(" ").trim(),
  );
}

const issuesOf = (config: Json, stringReferences = true) =>
  parseReferences(config, { stringReferences, prefix: ["config"] }).issues;

describe("parseReferences", () => {
  it("finds all three forms at any depth", () => {
    const config = {
      a: [{ b: { provider: "p", resource: "x/y", name: "n.1", field: "outputs.url" } }],
      c: "${p/database/db.outputs.url}",
      d: { e: "pre ${p/database/db.config.size} and ${q/t/n.outputs.a.b} post" },
      f: { __dependency__: true, provider: "p", resource: "t", name: "n" },
    };
    expect(found(config)).toEqual([
      "a.0.b object p x/y n.1 outputs.url",
      "c string p database db outputs.url",
      "d.e string p database db config.size",
      "d.e string q t n outputs.a.b",
      "f whole p t n",
    ]);
    expect(referencedTargets(parseReferences(config, { stringReferences: true }).references)).toHaveLength(4);
  });

  it.each([
    ["url", "outputs.url"],
    ["outputs.url", "outputs.url"],
    ["config.data.key", "config.data.key"],
    ["tls.crt", "outputs.tls.crt"],
    ["outputs", "outputs.outputs"],
    ["config", "outputs.config"],
  ])("reads the field %s as %s", (field, text) => {
    expect(found({ provider: "p", resource: "t", name: "n", field })).toEqual([`object p t n ${text}`]);
  });

  it.each([
    ["${p/t/n.outputs.x}", "p t n outputs.x"],
    ["${p/a/b_c/d-e/n.outputs.x}", "p a/b_c/d-e n outputs.x"],
    ["${p/t/my.config.outputs.x}", "p t my config.outputs.x"],
    ["${p/t/a.b.outputs.config.x}", "p t a.b outputs.config.x"],
    ["${p/t/n.outputs.x with blanks}", "p t n outputs.x with blanks"],
    ["${p/t/n.config.data..dockerconfigjson}", "p t n config.data..dockerconfigjson"],
  ])("splits %s", (text, expected) => {
    expect(found(text)).toEqual([`string ${expected}`]);
  });

  it.each([
    "${HOME}",
    "${}",
    "$",
    "${",
    "${p/t/n}",
    "${p/t/n.url}",
    "${p/n.outputs.x}",
    "${p/t/n.outputs.x",
    "${p/t/n.outputs.a/b}",
    "$${p/t/n.outputs.x}",
    "$$${p/t/n.outputs.x}",
    "${ p/t/n.outputs.x }",
    "${VAR:-/etc/app/my.config.json}",
    "p/t/n.outputs.x",
  ])("takes %s literally", (text) => {
    expect(found({ text })).toEqual([]);
  });

  it("finds the reference inside other braces", () => {
    expect(found("${a ${p/t/n.outputs.x} b}")).toEqual(["string p t n outputs.x"]);
    expect(found("{${p/t/n.outputs.x}}")).toEqual(["string p t n outputs.x"]);
    expect(found("${HOME}${p/t/n.outputs.x}$${no}")).toEqual(["string p t n outputs.x"]);
  });

  it.each([
    ["${P/t/n.outputs.x}", [], "provider"],
    ["${p/T/n.outputs.x}", [], "resource"],
    ["${p//n.outputs.x}", [], "resource"],
    ["${p/t/.outputs.x}", [], "name"],
    ["a ${p/t/n.outputs.} b", [], "field"],
    [`\${p/t/n.outputs.${"x".repeat(1025)}}`, [], "field"],
    [{ provider: "p", resource: "t", name: "n", field: "" }, ["field"], "field"],
    [{ provider: "p", resource: "t", name: "n", field: "config." }, ["field"], "field"],
    [{ provider: "p", resource: "t", name: "n", field: 3 }, ["field"], "field"],
    [{ provider: "P", resource: "t", name: "n", field: "x" }, ["provider"], "provider"],
    [{ provider: "p", resource: "t", name: "a/b", field: "x" }, ["name"], "name"],
    [{ provider: null, resource: "t", name: "n", field: "x" }, ["provider"], "provider"],
    [{ __dependency__: true, provider: "p", resource: "t" }, [], "exactly"],
    [{ __dependency__: false, provider: "p", resource: "t", name: "n" }, [], "exactly"],
    [{ __dependency__: true, provider: "p", resource: "t", name: "n", field: "x" }, [], "exactly"],
    [{ __dependency__: true, provider: "p", resource: "a b", name: "n" }, ["resource"], "resource"],
  ])("reports %j as malformed", (value, at, word) => {
    const issues = issuesOf({ list: [value as Json] });
    expect(issues).toMatchObject([{ loc: ["config", "list", 0, ...at], type: "reference" }]);
    expect(issues[0]?.msg).toContain(word);
  });

  it("treats objects with other keys as data", () => {
    expect(found({ provider: "p", resource: "t", name: "n" })).toEqual([]);
    expect(found({ provider: "p", resource: "t", name: "n", field: "x", more: 1 })).toEqual([]);
    const resolved = { __dependency__: true, provider: "p", resource: "t", name: "n", config: {}, outputs: {} };
    expect(found(resolved)).toEqual([]);
  });

  it("leaves strings alone if only objects are references", () => {
    const config = {
      a: "${p/t/n.outputs.x}",
      b: "${P/t/n.outputs.x}",
      c: { provider: "p", resource: "t", name: "n", field: "x" },
    };
    expect(found(config, false)).toEqual(["c object p t n outputs.x"]);
    expect(isPureReference("${p/t/n.outputs.x}", { stringReferences: false })).toBe(false);
    expect(isPureReference("${p/t/n.outputs.x}", { stringReferences: true })).toBe(true);
    expect(isPureReference("${p/t/n.outputs.x}!", { stringReferences: true })).toBe(false);
  });

  it("looks into sealed values when it can open them", () => {
    const config = { a: box.seal({ b: "x${p/t/n.outputs.x}" }) };
    expect(found(config)).toEqual(["a.b string p t n outputs.x"]);
    expect(parseReferences(config, { stringReferences: true }).references).toEqual([]);
  });

  it("survives texts made to be slow", () => {
    for (const text of [
      `${"${".repeat(400_000)}}`,
      "${a/b/".repeat(100_000),
      `${"${a/".repeat(200_000)}}`,
      "$".repeat(900_000),
    ]) {
      expect(found(text)).toEqual([]);
    }
  });
});
