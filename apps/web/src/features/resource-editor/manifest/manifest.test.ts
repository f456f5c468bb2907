import { applyInputSchema, type Resource } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { applyInputOf } from "./apply-input.ts";
import { checkManifest } from "./check-manifest.ts";
import { editText } from "./edit-text.ts";
import { locate, pathAt } from "./locate.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { maskedPaths, presentable, scrub } from "./scrub.ts";
import { writeManifest } from "./write-manifest.ts";

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

const read = (text: string): Manifest => readManifest(text).manifest ?? expect.fail("unread");
const marked = (text: string, path: (string | number)[]) => {
  const { from, to } = locate(readManifest(text).document, path);
  return text.slice(from, to);
};

describe("readManifest", () => {
  it("reads back what writeManifest writes", () => {
    const manifest = { ...read(TEXT), depends_on: ["p/t/n"], owner_references: ["p/t/o"], deletion_protected: true };
    expect(read(writeManifest(manifest))).toEqual(manifest);
    expect(readManifest(TEXT).problems).toEqual([]);
  });

  it("writes what the API takes, and reads resources by their keys, too", () => {
    const keys = { depends_on: ["p/t/n"], dependencies: ["p/t/d"], owner_references: ["p/t/o"] };
    const written = parse(writeManifest({ ...read(TEXT), ...keys }));
    expect(applyInputSchema.parse(written)).toEqual(written);
    expect(read(stringify({ ...written, ...keys }))).toEqual(read(stringify(written)));
  });

  it("takes an empty text for an empty manifest", () => {
    expect(read("")).toMatchObject({ provider: "", config: {}, tags: [], deletion_protected: false });
    expect(read("config:\ntags:\n")).toMatchObject({ config: {}, tags: [] });
  });

  it("gives line and column of invalid YAML", () => {
    const { manifest, problems } = readManifest("provider: x\nconfig: {a: [1\n");
    expect(manifest).toBeNull();
    expect(problems[0]?.message).toMatch(/^Line 3, column 1: /);
    expect(problems[0]?.range).toMatchObject({ from: 27 });
  });

  it.each([
    ["a: 1", ["a"], "error"],
    ["outputs: {}", ["outputs"], "warning"],
    ["name: 5", ["name"], "error"],
    ["tags: x", ["tags"], "error"],
    ["config: []", ["config"], "error"],
    ["owner_references: [nope]", ["owner_references"], "error"],
    ["owner_references: [{provider: P, resource: t, name: n}]", ["owner_references"], "error"],
    ["dependencies: [p/t/n, nope]", ["dependencies"], "error"],
    ["config: {big: 12345678901234567890}", ["config", "big"], "error"],
    ["config: {a: [.inf]}", ["config", "a", 0], "error"],
    ["- a", [], "error"],
    ["a: 1\na: 2", [], "error"],
  ])("complains about %s", (text, path, severity) => {
    expect(readManifest(text).problems).toContainEqual(expect.objectContaining({ path, severity }));
  });
});

describe("editText", () => {
  it("keeps comments and order", () => {
    const edited = editText(TEXT, ["config", "name"], "store");
    expect(edited).toBe(TEXT.replace("  name: shop", "  name: store"));
    expect(editText(TEXT, ["name"], "store")).toContain("name: store # short");
    expect(editText(TEXT, ["config", "rules", 0], undefined)).not.toContain("80");
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
    expect(read(editText(shared, ["config", "two", "a"], 2)).config).toEqual({ one: { a: 1 }, two: { a: 2 } });
  });
});

describe("locate", () => {
  it("marks values, keys, and the nearest key above what is missing", () => {
    expect(marked(TEXT, ["config", "name"])).toBe("shop");
    expect(marked(TEXT, ["config", "rules", 1, "port"])).toBe("443");
    expect(marked(TEXT, ["config", "rules"])).toBe("rules");
    expect(marked(TEXT, ["config", "rules", 0])).toBe("port");
    expect(marked(TEXT, ["config", "missing"])).toBe("config");
    expect(marked(TEXT, ["gone"])).toBe("");
  });

  it("finds the path back", () => {
    const at = (word: string) => pathAt(readManifest(TEXT).document, TEXT.indexOf(word) + 1)?.path;
    expect(at("443")).toEqual(["config", "rules", 1, "port"]);
    expect(at("owner:")).toEqual(["config", "owner"]);
    expect(at("# Who")).toBeUndefined();
  });
});

describe("checkManifest", () => {
  it("wants names that the contract allows, and fixed ones kept", () => {
    const manifest = { ...read(TEXT), name: "", tags: [""], depends_on: ["x"] };
    const problems = checkManifest(manifest, read(TEXT));
    expect(problems.map(({ path }) => path)).toEqual([["name"], ["depends_on", 0], ["tags", 0], ["name"]]);
    expect(problems[0]?.message).toBe("name is required");
    expect(checkManifest(read(TEXT), read(TEXT))).toEqual([]);
  });
});

describe("a text that the command reads too", () => {
  const head = "provider: p\nresource: t\nname: n\n";

  it("merges, and is written out where a merged value changes", () => {
    const text = `${head}config:\n  <<: { pw: hunter2, a: 1 }\n  a: 2\n`;
    expect(read(text).config).toEqual({ pw: "hunter2", a: 2 });
    expect(read(editText(text, ["config", "pw"], undefined)).config).toEqual({ a: 2 });
    const quoted = { ...read(head), config: { "<<": { a: 1 } } };
    expect(read(writeManifest(quoted)).config).toEqual(quoted.config);
  });

  it.each([" \n", "  \n\n", "\n\n \n", "a\n  \nb\n", `\n\n \n!\r\n${"x".repeat(80)}`, "\t\n"])("keeps %j", (text) => {
    const config = { alone: text, list: [[text]], [text]: { below: text } };
    expect(read(writeManifest({ ...read(head), config })).config).toEqual(config);
    expect(read(editText(`${head}config:\n`, ["config"], config)).config).toEqual(config);
  });

  it.each([
    ["&a\n  x: *a", "An alias refers to a value that contains it"],
    ["{ a: !!binary aGk= }", "This is not a JSON value"],
    ["{ a: !!set { x } }", "This is not a JSON value"],
  ])("is refused where its config is %s", (config, message) => {
    const { manifest, problems } = readManifest(`${head}config: ${config}\n`);
    expect(manifest).toBeNull();
    expect(problems.map((problem) => problem.message).join()).toContain(message);
  });

  it("has keys of the same text as they stand there", () => {
    expect(read(`${head}config: { 1.0: a, null: b }\n`).config).toEqual({ "1.0": "a", null: "b" });
    expect(readManifest(`${head}config: { 1: a, "1": b }\n`).manifest).toBeNull();
  });
});

describe("secrets in manifests", () => {
  const schema = { properties: { pw: { type: "string", sensitive: true }, url: { type: "string" } } };
  const type = { schema, string_references: true };
  const manifest = (config: Manifest["config"]): Manifest => ({ ...read(TEXT), config });

  it("are taken out, references are not", () => {
    const { manifest: clean, emptied } = scrub(manifest({ pw: "hunter2", url: "u" }), type, "empty");
    expect(clean.config).toEqual({ pw: null, url: "u" });
    expect(emptied).toEqual([["config", "pw"]]);
    const reference = { pw: "${p/t/n.outputs.pw}" };
    expect(scrub(manifest(reference), type, "empty")).toMatchObject({ manifest: { config: reference }, emptied: [] });
    const map = { ...type, schema: { properties: { env: { additionalProperties: { sensitive: true } } } } };
    const whole = { env: { provider: "pragma", resource: "config", name: "c", field: "outputs.env" } };
    expect(scrub(manifest(whole), map, "empty")).toMatchObject({ manifest: { config: whole }, emptied: [] });
  });

  it("stay masks where these are kept, wherever they are", () => {
    const masked = { pw: MASK, url: MASK };
    expect(scrub(manifest(masked), type, "keep").manifest.config).toEqual(masked);
    expect(scrub(manifest(masked), type, "empty").emptied).toEqual([
      ["config", "pw"],
      ["config", "url"],
    ]);
  });

  it("are not kept at all if the type is unknown", () => {
    expect(scrub(manifest({ pw: "hunter2" }), undefined, "keep").manifest.config).toEqual({});
  });

  it("are found where they are masked", () => {
    expect(maskedPaths(manifest({ pw: MASK, url: "u", list: [{ pw: MASK }, null] }))).toEqual([
      ["config", "pw"],
      ["config", "list", 0, "pw"],
    ]);
  });

  it("are shown as masks", () => {
    expect(presentable(manifest({ pw: "hunter2" }), type).config).toEqual({ pw: `${MASK} (new value)` });
    expect(presentable(manifest({ pw: MASK }), type).config).toEqual({ pw: MASK });
    expect(presentable(manifest({ pw: "" }), type).config).toEqual({ pw: "(empty)" });
  });
});

describe("applyInputOf", () => {
  const ref = (name: string) => ({ provider: "p", resource: "t", name });
  const base = {
    ...ref("n"),
    config: { a: "${p/t/used.outputs.x} ${p/t/both.outputs.x}" },
    dependencies: [ref("explicit"), ref("both"), ref("used"), ref("behind-a-mask")],
    owner_references: [ref("owner")],
    tags: null,
    deletion_protected: false,
  } as unknown as Resource;
  const loaded = { resource: base, explicit: ["p/t/explicit", "p/t/both"] };

  it("says which dependencies are explicit, whatever the config refers to", () => {
    expect(applyInputOf(manifestOf(loaded), base, false)).toEqual({
      ...ref("n"),
      config: base.config,
      depends_on: ["p/t/explicit", "p/t/both"],
      owner_references: [ref("owner")],
      tags: null,
      deletion_protected: false,
      lifecycle_state: "pending",
    });
  });

  it("leaves it to the server where the text has them as an answer lists them", () => {
    const manifest = read(`${TEXT}dependencies: [{provider: p, resource: t, name: used}, p/t/explicit]\n`);
    expect(applyInputOf(manifest, null, true)).toMatchObject({
      dependencies: [ref("used"), ref("explicit")],
      depends_on: [],
      lifecycle_state: "draft",
    });
  });

  it("makes no empty list of tags, unless there was one", () => {
    const manifest = manifestOf(loaded);
    expect(applyInputOf(manifest, { ...base, tags: [] }, false).tags).toEqual([]);
    expect(applyInputOf(manifest, { ...base, tags: ["a"] }, false).tags).toEqual([]);
    expect(applyInputOf(manifest, null, false).tags).toEqual([]);
    expect(applyInputOf({ ...manifest, tags: ["a"] }, base, false).tags).toEqual(["a"]);
  });
});
