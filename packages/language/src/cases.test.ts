import { expect, it } from "vitest";
import { IMMUTABLE_CASES, MASK_CASES, PATH_CASES, REFERENCE_CASES, SENSITIVE_CASES } from "../test/cases/index.ts";
import { plainBox } from "../test/plain-box.ts";
import {
  annotate,
  containsMask,
  formatPath,
  getPath,
  immutableChanges,
  type Json,
  maskJson,
  parsePath,
  parseReferences,
  resourceKey,
  restoreMasked,
  sealPaths,
  sensitivePaths,
} from "./index.ts";

it("has a table of at least 200 cases without duplicates", () => {
  const named = [...REFERENCE_CASES, ...SENSITIVE_CASES, ...IMMUTABLE_CASES, ...MASK_CASES].map(({ name }) => name);
  expect(named.length + PATH_CASES.length).toBeGreaterThan(200);
  for (const list of [REFERENCE_CASES, SENSITIVE_CASES, IMMUTABLE_CASES, MASK_CASES]) {
    expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  }
});

it.each(REFERENCE_CASES)("finds the references in $name", ({ config, literal, found, malformed }) => {
  const { references, issues } = parseReferences(config, { stringReferences: literal !== true });
  const written = references.map(({ path, form, target, field }) => {
    return `${formatPath(path)} ${form} ${resourceKey(target)}${field === null ? "" : `.${field.text}`}`;
  });
  expect(written).toEqual(found);
  expect(issues.map(({ loc }) => formatPath(loc))).toEqual(malformed);
});

it.each(SENSITIVE_CASES)("finds the sensitive parts by $name", ({ schema, value, paths }) => {
  expect(sensitivePaths(annotate(schema), value).map(formatPath)).toEqual(paths);
});

it.each(IMMUTABLE_CASES)("finds the immutable parts by $name", ({ schema, before, after, paths }) => {
  expect(immutableChanges(annotate(schema), before, after).map(formatPath)).toEqual(paths);
});

it.each(PATH_CASES)("writes $path as $text, and reads it", ({ path, text }) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});

it.each(MASK_CASES)("recognises masks by $name, and puts the values back", ({ config, masked }) => {
  expect(containsMask(config)).toBe(masked.length > 0);
  const paths = masked.map((text) => parsePath(text) ?? []);
  const stored = sealPaths(config, paths, plainBox);
  expect(maskJson(stored)).toEqual(config);
  const { value, issues } = restoreMasked(config, stored);
  expect(issues).toEqual([]);
  for (const path of paths) expect(getPath(value, path)).toBe(getPath(stored as Json, path));
});
