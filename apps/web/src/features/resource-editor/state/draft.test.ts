import type { JsonObject } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { SENSITIVE_CASES } from "@pragma/language/cases";
import { newManifest } from "@pragma/manifest";
import { describe, expect, it } from "vitest";
import type { ResourceType } from "../schema/types.ts";
import { makeDraft } from "./draft.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const SECRET = "hunter2-hunter2";

const draftOf = (config: JsonObject, schema: Schema, string_references = true): string => {
  const manifest = {
    provider: "p",
    resource: "things",
    name: "n",
    config,
    depends_on: [],
    tags: [] as string[],
    owner_references: [],
  };
  return makeDraft(
    { ...manifest, deletion_protected: false, handling: null },
    { schema: schema as JsonObject, string_references },
    NOW,
  ).text;
};

describe("a draft in the browser's storage", () => {
  const sensitive = { type: "string", sensitive: true };

  it.each<[string, JsonObject, JsonObject]>([
    ["contains", { properties: { l: { contains: sensitive } } }, { l: [SECRET] }],
    [
      "an anchor inside a definition",
      { properties: { a: { $ref: "#s" } }, $defs: { x: { properties: { y: { $anchor: "s", ...sensitive } } } } },
      { a: SECRET },
    ],
    [
      "a reference by the schema's own $id",
      { $id: "https://x.test/s", properties: { a: { $ref: "https://x.test/s#/$defs/s" } }, $defs: { s: sensitive } },
      { a: SECRET },
    ],
    ["names of keys", { properties: { m: { propertyNames: sensitive } } }, { m: { [SECRET]: 1 } }],
    [
      "a pattern that takes forever",
      { patternProperties: { "^(a+)+$": sensitive } },
      { [`${"a".repeat(29)}!`]: SECRET },
    ],
    [
      "a schema whose reference leads nowhere",
      { properties: { a: { $ref: "#/$defs/none" }, b: sensitive } },
      { a: SECRET },
    ],
  ])("holds no secret of %s", (_, schema, config) => {
    expect(draftOf(config, schema)).not.toContain(SECRET);
  });

  it("holds nothing of a secret that is not where its type wants it", () => {
    const secret = { properties: { data: { type: "object", additionalProperties: sensitive } } };
    const configs: JsonObject[] = [
      { password: SECRET },
      { data: SECRET },
      { data: { a: SECRET } },
      { data: { a: [SECRET] } },
    ];
    for (const config of configs) expect(draftOf(config, secret, false)).not.toContain(SECRET);
  });

  it.each(SENSITIVE_CASES.filter(({ paths }) => paths.length > 0))("holds no secret by $name", ({ schema, value }) => {
    // Whatever is `s` or `t` in the table is a secret.
    expect(draftOf(value as JsonObject, schema)).not.toMatch(/: [st]$/m);
  });

  it("holds no secret of a resource that is created along, and says where one is missing", () => {
    const edited = newManifest({ provider: "p", resource: "things", name: "n", config: {} });
    const manifest = newManifest({
      provider: "p",
      resource: "secret",
      name: "s",
      config: { pw: SECRET, note: "kept" },
    });
    const type = { schema: { properties: { pw: sensitive, note: {} } }, string_references: true };
    const along = { key: "p/secret/s", manifest, type: type as unknown as ResourceType };
    const draft = makeDraft(edited, { schema: {}, string_references: true }, NOW, [along]);
    expect(JSON.stringify(draft)).not.toContain(SECRET);
    expect(draft.companions).toMatchObject([{ name: "s", config: { pw: null, note: "kept" } }]);
    expect(draft.emptied).toEqual([["companions", "p/secret/s", "config", "pw"]]);
  });
});
