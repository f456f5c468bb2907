import type { Resource } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { type Manifest, manifestOf, readManifest } from "@pragma/manifest";
import { describe, expect, it } from "vitest";
import { applyInputOf } from "./apply-input.ts";
import { checkManifest } from "./check-manifest.ts";
import { maskedPaths, presentable, scrub } from "./scrub.ts";

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
describe("checkManifest", () => {
  it("wants names that the contract allows, and fixed ones kept", () => {
    const manifest = { ...read(TEXT), name: "", tags: [""], depends_on: ["x"] };
    const problems = checkManifest(manifest, read(TEXT));
    expect(problems.map(({ path }) => path)).toEqual([["name"], ["depends_on", 0], ["tags", 0], ["name"]]);
    expect(problems[0]?.message).toBe("name is required");
    expect(checkManifest(read(TEXT), read(TEXT))).toEqual([]);
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
    handling: null,
  } as unknown as Resource;
  const loaded = { resource: base, explicit: ["p/t/explicit", "p/t/both"] };

  it("clears a connection that the text no longer names, and leaves that of something new to the default", () => {
    const used = { ...ref("connection"), resource: "connection" };
    const input = (text: string, connection: Resource["connection"] | undefined) =>
      applyInputOf(read(text), connection === undefined ? null : ({ ...base, connection } as Resource), false);
    const text = "provider: p\nresource: t\nname: n\n";
    expect(input(text, used)).toMatchObject({ connection: null });
    expect(input(`${text}connection: other\n`, used)).toMatchObject({ connection: "p/connection/other" });
    expect(input(text, null)).not.toHaveProperty("connection");
    expect(input(text, undefined)).not.toHaveProperty("connection");
    expect(input(`${text}connection: null\n`, undefined)).toMatchObject({ connection: null });
  });

  it("says which dependencies are explicit, whatever the config refers to", () => {
    expect(applyInputOf(manifestOf(loaded), base, false)).toEqual({
      ...ref("n"),
      config: base.config,
      depends_on: ["p/t/explicit", "p/t/both"],
      owner_references: [ref("owner")],
      tags: null,
      deletion_protected: false,
      handling: null,
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
