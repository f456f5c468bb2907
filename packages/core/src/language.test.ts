import { randomBytes } from "node:crypto";
import type { ApplyInput, JsonObject } from "@pragma/contract";
import {
  formatPath,
  getPath,
  immutableChanges,
  isEnvelope,
  MASK,
  PathTree,
  parsePath,
  resourceKey,
  revealJson,
  type Schema,
} from "@pragma/language";
import { IMMUTABLE_CASES, PATH_CASES, REFERENCE_CASES, SENSITIVE_CASES } from "@pragma/language/cases";
import { expect, it } from "vitest";
import { DomainError } from "./foundation/common/errors.ts";
import { Keyring } from "./foundation/secrets/index.ts";
import { knownType } from "./foundation/types/known-type.ts";
import { maskChanges } from "./providers/sealing/mask-changes.ts";
import { readDesiredState } from "./resources/apply/desired-state.ts";
import { BUILT_IN_TYPES } from "./resources/built-ins/index.ts";

const box = new Keyring([randomBytes(32)]).box("org-1");
const secret = BUILT_IN_TYPES.find(({ resource }) => resource === "secret");

function typeOf(schema: unknown) {
  return knownType({
    ...{ provider: "p", resource: "t", version: "1", description: null, tags: [], capabilities: [], leaving: false },
    ...{ real: true, drift_every: null },
    ...{ schema: JSON.stringify(schema), outputs_schema: "{}", created_at: "", updated_at: "" },
  });
}

function read(config: unknown, type: ReturnType<typeof typeOf> | undefined) {
  const input = { provider: "p", resource: "t", name: "n", config: config as JsonObject } as ApplyInput;
  return readDesiredState(input, undefined, type, box);
}

it.each(REFERENCE_CASES)("an apply finds the references in $name", ({ config, literal, found, malformed }) => {
  const type = literal ? secret : typeOf({});
  if (malformed.length > 0) {
    expect(() => read(config, type)).toThrow(DomainError);
    return;
  }
  const keys = read(config, type).references.map(({ target, field }) => {
    return `${resourceKey(target)}${field === null ? "" : `.${field.text}`}`;
  });
  expect(keys).toEqual(found.map((reference) => reference.split(" ").slice(2).join(" ")));
});

it.each(SENSITIVE_CASES)("an apply seals what is sensitive by $name", ({ schema, value, paths }) => {
  const { sealedConfig } = read(value, typeOf(schema));
  const sealed = paths.filter((path) => isEnvelope(getPath(sealedConfig, parsePath(path) ?? [])));
  // Null means that nothing is there.
  expect(sealed).toEqual(paths.filter((path) => getPath(value, parsePath(path) ?? []) !== null));
  expect(revealJson(sealedConfig, box)).toEqual(value);
});

it.each(IMMUTABLE_CASES)("a type knows what must not change by $name", ({ schema, before, after, paths }) => {
  expect(immutableChanges(typeOf(schema).annotations, before, after).map(formatPath)).toEqual(paths);
});

it.each(PATH_CASES)("a history hides what is sensitive at $text", ({ path }) => {
  const schema = path.reduceRight<Schema>(
    (inner, step) => (typeof step === "number" ? { items: inner } : { properties: { [step]: inner } }),
    { sensitive: true },
  );
  const { root } = typeOf(schema).annotations;
  const rules = { root, isSecret: () => false, places: new PathTree([]) };
  for (const top of ["config", "resolved_config"]) {
    const change = { path: formatPath([top, ...path]), before: 1, after: 2 };
    expect(maskChanges([change], rules)).toEqual([{ ...change, before: MASK, after: MASK }]);
    // Undoing it sets what was absent otherwise.
    expect(maskChanges([{ path: change.path, after: 2 }], rules)).toEqual([{ path: change.path, after: MASK }]);
  }
});

it("a history hides what is below a sensitive value", () => {
  const whole = { type: "object", sensitive: true, properties: { x: { type: "number" } } };
  const { root } = typeOf({ properties: { whole } } as Schema).annotations;
  const rules = { root, isSecret: () => false, places: new PathTree([]) };
  const change = { path: "config.whole.x", before: 1, after: 2 };
  expect(maskChanges([change], rules)).toEqual([{ ...change, before: MASK, after: MASK }]);
});
