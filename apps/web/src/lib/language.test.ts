import type { Json, JsonObject } from "@pragma/contract";
import { formatPath, getPath, parsePath } from "@pragma/language";
import { keysOf, MASK_CASES, REFERENCE_CASES, SENSITIVE_CASES } from "@pragma/language/cases";
import { expect, it } from "vitest";
import { yamlTokens } from "~/features/resource/yaml-tokens.ts";
import type { Manifest } from "~/features/resource-editor/manifest/manifest.ts";
import { maskedPaths, scrub } from "~/features/resource-editor/manifest/scrub.ts";
import { referencedKeys } from "~/features/resource-editor/references/reference.ts";

const manifest = (config: Json): Manifest => ({
  ...{ provider: "p", resource: "t", name: "n", depends_on: [], tags: [], owner_references: [] },
  ...{ deletion_protected: false, config: config as JsonObject },
});
const below = (path: string) => formatPath(["config", ...(parsePath(path) ?? expect.fail(path))]);

it.each(REFERENCE_CASES)("the editor finds the references in $name", (one) => {
  expect(referencedKeys(one.config, one.literal !== true)).toEqual(keysOf(one));
});

it.each(REFERENCE_CASES)("the viewer links the references in $name", (one) => {
  const tokens = yamlTokens(one.config, { literal: one.literal === true }).lines.flat();
  const targets = tokens.flatMap(({ target }) => target ?? []);
  expect([...new Set(targets)].sort()).toEqual(keysOf(one).sort());
});

it.each(SENSITIVE_CASES)("the editor takes out what is sensitive by $name", ({ schema, value, paths }) => {
  const { emptied } = scrub(manifest(value), { schema: schema as JsonObject, string_references: true }, "keep");
  // Null says that there is none.
  const there = paths.filter((path) => getPath(value, parsePath(path) ?? []) !== null);
  expect(emptied.map(formatPath)).toEqual(there.map(below));
});

it.each(MASK_CASES)("the editor knows what is masked by $name", ({ config, masked }) => {
  expect(maskedPaths(manifest(config)).map(formatPath)).toEqual(masked.map(below));
});
