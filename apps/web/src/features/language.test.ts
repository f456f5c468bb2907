import type { Json, JsonObject, Path } from "@pragma/contract";
import { formatPath, getPath, jsonEqual, parsePath, type Schema } from "@pragma/language";
import {
  IMMUTABLE_CASES,
  keysOf,
  MASK_CASES,
  PATH_CASES,
  REFERENCE_CASES,
  SENSITIVE_CASES,
} from "@pragma/language/cases";
import type { Manifest } from "@pragma/manifest";
import { expect, it } from "vitest";
import { placeWords } from "~/features/changes/actions/place-words.ts";
import { yamlTokens } from "~/features/resource/values/yaml-tokens.ts";
import { maskedPaths, scrub } from "~/features/resource-editor/manifest/scrub.ts";
import { referencedKeys } from "~/features/resource-editor/references/reference.ts";
import { fieldModel } from "~/features/resource-editor/schema/field-model.ts";
import { fieldDocs } from "~/features/resource-editor/yaml/field-docs.ts";

const manifest = (config: Json): Manifest => ({
  ...{ provider: "p", resource: "t", name: "n", depends_on: [], tags: [], owner_references: [] },
  ...{ deletion_protected: false, handling: null, config: config as JsonObject },
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

/** Whether the editor says of a value that it cannot change. */
function isFixed(schema: Schema, text: string): boolean {
  const path = parsePath(text) ?? expect.fail(text);
  if (path.length === 0) return fieldModel(schema, schema).immutable;
  return fieldDocs(schema, path)?.rules.includes("cannot change after creation") ?? false;
}

/** Where values stand in a value, itself included. */
function placesOf(value: Json, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...members.flatMap(([step, member]) => placesOf(member, [...at, step]))];
}

it.each(IMMUTABLE_CASES)("the editor knows what must not change by $name", ({ schema, before, after, paths }) => {
  expect(paths.filter((path) => isFixed(schema, path))).toEqual(paths);
  // Only what was there and stays: elements may be put in, and taken out, as a whole.
  const kept = placesOf(before).filter((path) => getPath(after, path) !== undefined);
  const changed = kept.filter((path) => !jsonEqual(getPath(before, path), getPath(after, path)));
  const free = changed.map(formatPath).filter((path) => !paths.includes(path));
  expect(free.filter((path) => isFixed(schema, path))).toEqual([]);
});

it.each(PATH_CASES)("a change's issue is told to be at $text", ({ path, text }) => {
  expect(placeWords(["documents", 0, ...path])).toBe(text === "" ? "Document 1" : `Document 1, ${text}`);
});
