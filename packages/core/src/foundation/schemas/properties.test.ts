import type { Json, Path } from "@pragma/contract";
import { PathTree, type Schema } from "@pragma/language";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { SchemaEngine } from "./engine.ts";

/** Generates schemas and values over a few keys, so that they often overlap. */
class Maker {
  #state: number;
  #refs = false;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
  schema(depth: number): Schema {
    const leaf = [{ type: "string" }, { type: "number" }, { const: "a" }, { enum: ["a", 1] }, { minimum: 1 }, {}, true];
    if (depth === 0) return this.pick<Schema>(leaf);
    const sub = () => this.schema(depth - 1);
    const object = () => ({
      type: "object",
      properties: { a: sub(), b: sub() },
      ...(this.below(3) === 0 ? { required: ["a"] } : {}),
      ...(this.below(5) === 0 ? { additionalProperties: sub() } : {}),
    });
    const makers: (() => Schema)[] = [
      () => this.pick<Schema>(leaf),
      object,
      object,
      () => ({ type: "array", items: sub(), ...(this.below(4) === 0 ? { uniqueItems: true } : {}) }),
      () => ({ prefixItems: [sub(), sub()] }),
      () => ({ contains: sub(), maxContains: 1 + this.below(2) }),
      () => ({ anyOf: [sub(), sub()] }),
      () => ({ oneOf: [sub(), sub()] }),
      () => ({ ...object(), allOf: [sub(), { properties: { c: sub() } }] }),
      () => ({ ...object(), anyOf: [{ required: ["a"] }, { required: ["b"] }] }),
      () => ({ not: sub() }),
      () => Object.fromEntries(["if", "then", "else"].map((keyword) => [keyword, sub()])) as Schema,
      ...(this.#refs ? [() => ({ ...object(), $ref: "#/$defs/shared" }), () => ({ $ref: "#/$defs/shared" })] : []),
    ];
    return this.pick(makers)();
  }
  root(): Schema {
    const shared = this.schema(1);
    this.#refs = true;
    return { allOf: [this.schema(3)], $defs: { shared } };
  }
  value(depth: number): Json {
    if (depth === 0 || this.below(4) === 0) return this.pick<Json>(["a", "b", 1, 0, null, true]);
    if (this.below(3) === 0) return Array.from({ length: this.below(4) }, () => this.value(depth - 1));
    const value: Record<string, Json> = {};
    for (const key of ["a", "b", "c", "d"]) if (this.below(5) < 2) value[key] = this.value(depth - 1);
    return value;
  }
  /** A path to some part of a value. */
  path(value: Json): Path {
    const path: Path = [];
    let part: Json | undefined = value;
    while (typeof part === "object" && part !== null && (path.length === 0 || this.below(2) === 0)) {
      const steps: (string | number)[] = Array.isArray(part) ? [...part.keys()] : Object.keys(part);
      if (steps.length === 0) break;
      const step = this.pick(steps);
      path.push(step);
      part = (part as Record<string | number, Json>)[step];
    }
    return path;
  }
}

describe("validation of random values by random schemas", () => {
  const cases = Array.from({ length: 250 }, (_, seed) => {
    const maker = new Maker(seed * 7919 + 1);
    const schema = maker.root();
    const values = Array.from({ length: 12 }, () => maker.value(3));
    return { maker, schema, values, seed };
  });
  const engine = new SchemaEngine();
  const valid = (seed: number, schema: Schema, value: Json, closed: boolean, ignore: Path[] = []) =>
    engine.validate({ schema, schemaId: `${seed}`, value, ignore, refuseUnknownKeys: closed }).length === 0;

  it("agrees with plain ajv if unknown keys are allowed, and refuses no less if they are not", () => {
    let accepted = 0;
    for (const { seed, schema, values } of cases) {
      const plain = new Ajv2020({ strict: false, logger: false, validateSchema: false, meta: false }).compile(
        schema as object,
      );
      for (const value of values) {
        const expected = plain(value) as boolean;
        expect([schema, value, valid(seed, schema, value, false)]).toEqual([schema, value, expected]);
        if (!expected)
          expect(valid(seed, schema, value, true) && !JSON.stringify(schema).includes("oneOf")).toBe(false);
        if (expected) accepted++;
      }
    }
    // The test means something only if both outcomes are frequent.
    expect(accepted).toBeGreaterThan(200);
  });

  it("still accepts an accepted value when any part of it becomes a reference", () => {
    let checked = 0;
    for (const { maker, seed, schema, values } of cases) {
      for (const value of values) {
        if (!valid(seed, schema, value, true)) continue;
        const paths = [maker.path(value), maker.path(value)].filter((path) => path.length > 0);
        const ignore = paths.filter(
          (path, index) => !paths.some((other, at) => at < index || isPrefix(other, path, at === index)),
        );
        const holed = new PathTree(ignore).replace(value, () => "${p/t/n.outputs.x}");
        expect([schema, holed, ignore, valid(seed, schema, holed, true, ignore)]).toEqual([
          schema,
          holed,
          ignore,
          true,
        ]);
        checked += ignore.length;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });
});

/** Whether one path leads to a place that contains the other's; never for a path and itself. */
function isPrefix(outer: Path, inner: Path, same: boolean): boolean {
  return !same && outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}
