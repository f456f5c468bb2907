import type { FieldOf, GivenField } from "@pragma/contract";
import fc from "fast-check";
import { configOf, splitType } from "./configs.ts";
import { hostileText, hostileValue } from "./hostile.ts";
import { Mark, type Planned, PlannedObject, type Text } from "./mark.ts";
import type { FuzzOperation } from "./operation.ts";
import { known } from "./path-and-query.ts";
import { ARCHIVES, type Damage, type FormPart, type PlannedBody } from "./planned-request.ts";
import type { Schema, SchemaValues } from "./schema-values.ts";
import { keyOf, SETS, type Target, target } from "./universe.ts";

/** The body of an operation: specific to the operation if there is a generator for it, else from its schema alone. */
export function bodyOf(
  operation: FuzzOperation,
  values: SchemaValues,
  noise: number,
): fc.Arbitrary<PlannedBody | null> {
  const damage = damageOf(noise);
  if (operation.formField !== null) return formOf(operation.formField, noise, damage);
  if (operation.body === null) {
    return fc
      .option(fc.constantFrom<PlannedBody>(json(new PlannedObject([])), { kind: "text", text: "x" }), {
        freq: 1 + Math.floor(noise / 4),
        nil: null,
      })
      .map((body) => (noise === 0 ? null : body));
  }
  return fc
    .tuple(jsonOf(operation, operation.body, values, noise), damage)
    .map(([value, done]): PlannedBody => ({ ...json(value), damage: done }));
}

function json(value: Planned): Extract<PlannedBody, { kind: "json" }> {
  return { kind: "json", value, damage: { kind: "none" } };
}

function damageOf(noise: number): fc.Arbitrary<Damage> {
  const at = fc.double({ min: 0, max: 0.99, noNaN: true });
  return fc.oneof(
    { weight: 100 - noise, arbitrary: fc.constant<Damage>({ kind: "none" }) },
    { weight: noise, arbitrary: at.map((at): Damage => ({ kind: "cut", at })) },
    { weight: noise / 2, arbitrary: at.map((at): Damage => ({ kind: "byte", at })) },
    { weight: noise / 4, arbitrary: fc.constant<Damage>({ kind: "bom" }) },
  );
}

function jsonOf({ id }: FuzzOperation, schema: Schema, values: SchemaValues, noise: number): fc.Arbitrary<Planned> {
  const bySchema = values.of(schema);
  if (id === "applyResource") return mostly(applyInput(noise), bySchema);
  if (id === "deployProvider")
    return mostly(
      known("version").map((version) => new PlannedObject([["version", version]])),
      bySchema,
    );
  if (id === "planChange") return mostly(changeInput(noise), bySchema);
  if (id === "exchangeLoginCode") return mostly(known("login-code").map(exchange), bySchema);
  return bySchema;
}

/** The run creates every code with the challenge of this verifier. */
function exchange(code: Mark): Planned {
  return new PlannedObject([
    ["code", code],
    ["code_verifier", "v".repeat(43)],
  ]);
}

function mostly(usual: fc.Arbitrary<Planned>, other: fc.Arbitrary<Planned>): fc.Arbitrary<Planned> {
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: other });
}

function applyInput(noise: number): fc.Arbitrary<Planned> {
  return target.chain((aim) =>
    fc
      .tuple(configOf(aim.type), fc.subarray([...METADATA]), fc.tuple(hostileText, hostileValue), fc.nat(99))
      .chain(([config, metadata, strange, draw]) =>
        fc
          .tuple(...metadata.map(([key, value]) => value.map((made): readonly [string, Planned] => [key, made])))
          .map(
            (members) =>
              new PlannedObject([
                ...splitType(aim.type),
                ["name", aim.name],
                ["config", config],
                ...members,
                ...(draw < noise ? [strange] : []),
              ]),
          ),
      ),
  );
}

/** Documents and deletions that may be applied together, most of them in a set. */
function changeInput(noise: number): fc.Arbitrary<Planned> {
  const deletion = target.map(
    (aim) =>
      new PlannedObject([
        ["resource", keyOf(aim)],
        ["dependents", "cascade"],
      ]),
  );
  return fc
    .record({
      documents: fc.array(applyInput(noise), { minLength: 1, maxLength: 4 }),
      deletions: fc.array<Planned>(deletion, { maxLength: 1 }),
      set: fc.option(fc.constantFrom(...SETS)),
      flags: fc.subarray(["apply", "apply", "take_over", "prune"]),
    })
    .map(
      ({ documents, deletions, set, flags }) =>
        new PlannedObject([
          ["documents", documents],
          ["delete", deletions],
          ...(set === null ? [] : [["set", set] as const]),
          ...flags.map((flag) => [flag, true] as const),
        ]),
    );
}

const refs = fc.array(target.map(refOf), { maxLength: 2 });

function refOf({ type, name }: Target): Planned {
  return new PlannedObject([...splitType(type), ["name", name]]);
}

const pending = fc.constantFrom<Planned>("pending", "pending", "pending", "draft", "ready");

/** Values of what an apply takes besides the config. A field that is missing here does not compile. */
const GIVEN: Record<Exclude<GivenField, FieldOf<"identity"> | "config">, fc.Arbitrary<Planned>> = {
  lifecycle_state: pending,
  connection: fc.constantFrom<Planned>("main", "default", "fs/connection/main", null),
  adopt: fc.constantFrom<Planned>("main", "a thing", new Mark("own-words", 0), null),
  depends_on: fc.array(
    target.map((aim): Planned => keyOf(aim)),
    { maxLength: 2 },
  ),
  dependencies: refs,
  owner_references: refs,
  deletion_protected: fc.constantFrom<Planned>(true, false, false, null),
  handling: fc
    .tuple(
      fc.constantFrom<Planned>("full", "full", "observe"),
      fc.constantFrom<Planned>("delete", "keep"),
      fc.array(fc.constantFrom<Planned>("data.*", "data[0]", "size", new Mark("own-words", 0)), { maxLength: 2 }),
      fc.constantFrom<Planned>(true, false, false),
    )
    .map(
      ([mode, onDelete, ignore, paused]) =>
        new PlannedObject([
          ["mode", mode],
          ["on_delete", onDelete],
          ["ignore", ignore],
          ["paused", paused],
        ]),
    ),
  tags: fc.array(fc.constantFrom<Planned>("t0", "t1", "t2", new Mark("own-words", 0)), { maxLength: 3 }),
};

/** Members besides the config. A repeated member is valid JSON; the last one counts. */
const METADATA: readonly (readonly [string, fc.Arbitrary<Planned>])[] = [
  ["lifecycle_state", pending],
  ...Object.entries(GIVEN),
  ["id", fc.constant<Planned>("resource:pragma_config_n0")],
  ["outputs", fc.constant<Planned>(new PlannedObject([["__proto__", 1]]))],
];

const BOUNDARIES = ["----fuzz", "x", "a'()+_,-./:=?b"];

function formOf(field: string, noise: number, damage: fc.Arbitrary<Damage>): fc.Arbitrary<PlannedBody> {
  const part = fc.record({
    field: quiet(
      noise,
      fc.constant<Text>(field),
      fc.oneof(hostileText, fc.constantFrom<Text>("__proto__", "constructor")),
    ),
    filename: quiet<Text | null>(noise, fc.constant<Text>("a.tar.gz"), fc.option(hostileText)),
    contentType: quiet<Text | null>(
      noise,
      fc.constantFrom<Text>("text/plain", "application/gzip"),
      fc.option(hostileType),
    ),
    content:
      field === "code"
        ? archive(noise)
        : fc.oneof<fc.Arbitrary<Text>[]>(hostileText, fc.constant(new Mark("own-words", 0))),
  });
  const parts = quiet<FormPart[]>(
    noise,
    part.map((one) => [one]),
    fc.array(part, { maxLength: 3 }),
  );
  return fc
    .record({ parts, boundary: fc.constantFrom(...BOUNDARIES), damage })
    .map((form): PlannedBody => ({ kind: "form", ...form }));
}

function quiet<Value>(noise: number, usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 100 - noise, arbitrary: usual }, { weight: noise, arbitrary: other });
}

/** Each valid one causes a build, which takes seconds. */
function archive(noise: number): fc.Arbitrary<FormPart["content"]> {
  const good = fc.constant<FormPart["content"]>({ archive: "provider" });
  const others = fc.constantFrom(...ARCHIVES).map((name): FormPart["content"] => ({ archive: name }));
  return fc.oneof(
    { weight: 1, arbitrary: good },
    { weight: 3, arbitrary: others },
    { weight: Math.ceil(noise / 8), arbitrary: hostileText as fc.Arbitrary<FormPart["content"]> },
  );
}

/** One of these once took time that doubled with each repetition. */
const hostileType: fc.Arbitrary<Text> = fc.oneof(
  hostileText,
  fc.integer({ min: 1, max: 60 }).map((count) => `a/b";${'a=\\"\\";'.repeat(count)}("`),
  fc.constantFrom<Text>(
    "text/html; charset=utf-8",
    "text/plain; charset=utf-16",
    "multipart/mixed; boundary=x",
    "a/b;c",
  ),
);
