import { randomBytes } from "node:crypto";
import type { Json, JsonObject, Path } from "@pragma/contract";
import * as language from "@pragma/language";
import {
  annotate,
  canonicalJson,
  checkIJson,
  detachReferences,
  immutableChanges,
  jsonEqual,
  jsonSize,
  mapJson,
  PathTree,
  parseReferences,
  readTyped,
  referencesDiffer,
  resolveReferences,
  sealConfig,
  sensitivePaths,
  takeValue,
} from "@pragma/language";
import { describe, expect, it } from "vitest";
import { storableJson } from "./foundation/common/storable-text.ts";
import { SchemaValidator } from "./foundation/schemas/index.ts";
import * as secrets from "./foundation/secrets/index.ts";

/**
 * Runs each function that walks a value on 100,000 keys, or on 20,000 where each key costs an encryption. A quadratic
 * one would need minutes to hours here and never finish; a linear one needs a moment.
 */
const COUNT = 100_000;
const SEALED = 20_000;

const { MASK } = language;
const box = new secrets.Keyring([randomBytes(32)]).box("org-1");
const keys = Array.from({ length: COUNT }, (_, index) => `key-${index}`);
const wide = (member: (key: string, index: number) => Json): JsonObject =>
  Object.fromEntries(keys.map((key, index) => [key, member(key, index)]));

const plain = wide((key) => `value of ${key}`);
const other = wide((key) => `another of ${key}`);
const paths: Path[] = keys.map((key) => [key]);
const few = Object.fromEntries(Object.entries(plain).slice(0, SEALED));
const fewPaths = paths.slice(0, SEALED);
const sealed = language.sealPaths(few, fewPaths, box) as JsonObject;
const resealed = language.sealPaths(few, fewPaths, box) as JsonObject;
const masks = Object.fromEntries(Object.keys(few).map((key) => [key, MASK]));
const texts = keys.map((key) => `value of ${key}`);

const state = { config: {}, outputs: plain };
const referring = wide((key) => `\${p/t/n.outputs.${key}}`);
const options = { stringReferences: true };

const schema = {
  type: "object",
  additionalProperties: {
    anyOf: [
      { type: "string", sensitive: true, immutable: true },
      { type: "object", properties: { a: { const: 1 } }, required: ["a"] },
    ],
  },
};
const annotations = annotate(schema);

function countTouched(tree: PathTree): number {
  return paths.filter((path) => tree.touches(path)).length;
}

describe("a value of many keys", () => {
  it.each<[string, () => unknown, unknown]>([
    [
      "is sealed",
      () => Object.values(language.sealPaths(few, fewPaths, box) as JsonObject).every(language.isEnvelope),
      true,
    ],
    ["is revealed", () => language.revealJson(sealed, box), few],
    ["is revealed as text", () => JSON.parse(language.revealJsonText(JSON.stringify(sealed), box)), few],
    ["is masked", () => language.maskJson(sealed), masks],
    ["is masked as text", () => JSON.parse(language.maskJsonText(JSON.stringify(sealed))), masks],
    ["is restored", () => language.restoreMasked(masks, sealed).value, sealed],
    ["is compared", () => jsonEqual(plain, { ...plain }), true],
    ["is compared sealed", () => language.sealedEqual(sealed, resealed, box), true],
    ["is told apart", () => language.sealedDiff(plain, other, box).length, COUNT],
    ["is told apart sealed", () => language.sealedDiff(sealed, other, box).length, COUNT],
    ["is mapped", () => mapJson(plain, (item) => (typeof item === "string" ? 1 : undefined)), wide(() => 1)],
    ["is replaced by paths", () => new PathTree(paths).replace(plain, (_, index) => index), wide((_, index) => index)],
    ["is looked up by paths", () => countTouched(new PathTree(paths)), COUNT],
    ["is checked", () => checkIJson(plain), null],
    ["is measured", () => jsonSize(plain, Number.POSITIVE_INFINITY) > COUNT, true],
    ["is written canonically", () => JSON.parse(canonicalJson(plain)), plain],
    ["is written for storage", () => JSON.parse(storableJson(wide(() => "\0"))), wide(() => "\ufffd")],
    ["is searched for forgeries", () => language.findForgedEnvelope(plain), null],
    ["gives its secrets", () => secrets.collectSecrets(sealed, box).length, SEALED],
    ["is searched for as many secrets", () => secrets.taintedPaths(plain, texts).length, COUNT],
    ["is redacted by as many secrets", () => secrets.redactJson(plain, texts), wide(() => MASK)],
    ["gives its sensitive places", () => sensitivePaths(annotations, plain).length, COUNT],
    ["gives its immutable changes", () => immutableChanges(annotations, plain, other).length, COUNT],
    ["gives its references", () => parseReferences(referring, options).references.length, COUNT],
    ["is sealed as a config", () => sealConfig(referring, paths, box, options), referring],
    ["is resolved", () => resolveReferences(referring, () => state, box, options), { ok: true, value: plain }],
    ["is detached", () => detachReferences(referring, "p/t/n", state, box, options), { ok: true, value: plain }],
    ["tells of other values", () => referencesDiffer(referring, "p/t/n", state, { ...state }, box, options), false],
  ])("%s", (_what, run, expected) => {
    expect(run()).toEqual(expected);
  });

  it("is validated, with a reference at each place and with a fault at each", async () => {
    const validator = new SchemaValidator({ deadlineMs: 600_000 });
    const request = { owner: "org-1", schema, schemaId: "wide", refuseUnknownKeys: true };
    expect(await validator.validate({ ...request, value: referring, ignore: paths })).toEqual([]);
    expect(validator.validateTrusted({ ...request, value: plain })).toEqual([]);
    expect(await validator.validate({ ...request, value: wide(() => ({ b: 1 })) })).toHaveLength(50);
    expect(await validator.validate({ ...request, value: wide(() => 1) })).toHaveLength(50);
    await validator.close();
  });
});

describe("a path that could go many ways through a value", () => {
  it("is followed without putting all of it together at each of them", () => {
    const branching = (levels: number): Json =>
      levels === 0 ? 1 : { a: branching(levels - 1), "a.a": branching(levels - 1) };
    const value = branching(16);
    const take = (path: string) => {
      const { target, field } = readTyped(`p/t/n.outputs.${path}`) ?? expect.fail("it is a reference");
      return takeValue({ config: {}, outputs: value }, target, field, box);
    };
    expect(take(`${"a.".repeat(500)}none`)).toBeUndefined();
    // Longest keys match first: two steps of the path for each level.
    expect(take(`${"a.".repeat(31)}a`)).toBe(1);
  });
});

describe("texts made to be slow to search", () => {
  it("are searched for secrets that all begin alike", () => {
    const alike = Array.from({ length: 1_000 }, (_, index) => `${"a".repeat(500)}${index}`);
    expect(secrets.createRedactor(alike)("a".repeat(1_000_000))).toHaveLength(1_000_000);
    expect(secrets.taintedPaths(["a".repeat(1_000_000)], alike)).toEqual([]);
  });

  it("are taken for URLs with a password", () => {
    const text = `a://${":".repeat(1_000_000)}`;
    expect(secrets.collectSecrets(box.seal(text), box)).toEqual([text]);
  });

  it("are masked among texts that look like envelopes", () => {
    const text = JSON.stringify([`${'{"$encrypted"'.repeat(100_000)}`, box.seal("x")]);
    expect(JSON.parse(language.maskJsonText(text))[1]).toBe(MASK);
  });
});

describe("a value of the maximum depth", () => {
  it("is refused beyond 64 levels before anything else walks it", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) as Json;
    expect(checkIJson(deep)).toMatchObject({ type: "too_deep" });
  });
});
