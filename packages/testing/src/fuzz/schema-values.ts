import fc from "fast-check";
import { hostileText, hostileValue } from "./hostile.ts";
import { type Planned, PlannedObject } from "./mark.ts";

export type Schema = Readonly<Record<string, unknown>>;

/** Percentage of values that violate their schema. */
export type Noise = number;

/**
 * Values as described by a JSON Schema of the document, some replaced by hostile ones.
 * @param schemas of the document's components
 */
export class SchemaValues {
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #noise: Noise;

  constructor(schemas: Readonly<Record<string, Schema>>, noise: Noise) {
    this.#schemas = schemas;
    this.#noise = noise;
  }

  of(schema: Schema): fc.Arbitrary<Planned> {
    return fc.oneof(
      { weight: 100 - this.#noise, arbitrary: this.#valid(schema) },
      { weight: this.#noise, arbitrary: hostileValue },
    );
  }

  #valid(schema: Schema): fc.Arbitrary<Planned> {
    const choices = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
    if (typeof schema["$ref"] === "string") return this.#valid(this.#referenced(schema["$ref"]));
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => this.#valid(choice)));
    if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as Planned[]));
    if ("const" in schema) return fc.constant(schema["const"] as Planned);
    if (schema["type"] === "object") return this.#object(schema);
    if (schema["type"] === "array") return this.#array(schema);
    return scalarOf(schema);
  }

  #referenced(ref: string): Schema {
    const schema = this.#schemas[ref.replace("#/components/schemas/", "")];
    if (schema === undefined) throw new Error(`${ref} is not in the document`);
    return schema;
  }

  #object(schema: Schema): fc.Arbitrary<Planned> {
    const required = new Set((schema["required"] as string[] | undefined) ?? []);
    const members = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(([key, member]) => {
      const present = this.of(member).map((value): Member | null => [key, value]);
      const often = required.has(key) ? 100 - this.#noise : 40;
      return fc.oneof({ weight: often, arbitrary: present }, { weight: 100 - often, arbitrary: fc.constant(null) });
    });
    const strange = fc.oneof(
      { weight: 100 - this.#noise, arbitrary: fc.constant(null) },
      { weight: this.#noise, arbitrary: fc.tuple(hostileText, hostileValue) },
    );
    return fc.tuple(...members, strange).map((all) => new PlannedObject(all.filter((member) => member !== null)));
  }

  #array({ items }: Schema): fc.Arbitrary<Planned> {
    return fc.array(this.of((items ?? {}) as Schema), { maxLength: 3 });
  }
}

type Member = readonly [Exclude<Planned, null> & string, Planned];

function scalarOf(schema: Schema): fc.Arbitrary<Planned> {
  if (schema["type"] === "boolean") return fc.boolean();
  if (schema["type"] === "null") return fc.constant(null);
  if (schema["type"] === "integer" || schema["type"] === "number") {
    const { minimum = 0, maximum = 1000 } = schema as { minimum?: number; maximum?: number };
    return fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31) });
  }
  if (schema["type"] === "string") return stringOf(schema);
  return fc.constantFrom<Planned>("text", 1, true, null, new PlannedObject([["key", "value"]]));
}

function stringOf(schema: Schema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 40 } = schema as { minLength?: number; maxLength?: number };
  if (schema["format"] === "date-time") {
    return fc
      .date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (typeof schema["pattern"] === "string") return fc.stringMatching(new RegExp(schema["pattern"]), { size: "-1" });
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
}
