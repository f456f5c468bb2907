import fc from "fast-check";
import { hostileText, hostileValue } from "./hostile.ts";
import { Mark, type Planned, PlannedObject, type Text } from "./mark.ts";
import { KEYS, keyOf, type Target, target } from "./universe.ts";

const key = fc.constantFrom<Text>(...KEYS);
const canary = fc.double({ min: 0, max: 0.999, noNaN: true }).map((at) => new Mark("canary", at));
const words = fc.constant(new Mark("own-words", 0));

/** A reference in each of its forms. */
const reference: fc.Arbitrary<Planned> = fc
  .tuple(target, fc.constantFrom(...KEYS, "text", "url", "keys"), fc.constantFrom("outputs", "config.data"))
  .chain(([used, field, side]) =>
    fc.constantFrom<Planned>(
      `\${${keyOf(used)}.${side}.${field}}`,
      `https://user:\${${keyOf(used)}.${side}.${field}}@host`,
      objectForm(used, ["field", `${side}.${field}`]),
      objectForm(used, ["__dependency__", true]),
    ),
  );

function objectForm({ type, name }: Target, more: readonly [string, Planned]): PlannedObject {
  return new PlannedObject([...splitType(type), ["name", name], more]);
}

/** A type as the two members that name it. */
export function splitType(type: string): [string, Planned][] {
  const [provider = "", ...resource] = type.split("/");
  return [
    ["provider", provider],
    ["resource", resource.join("/")],
  ];
}

/** A value with a secret where one belongs: alone, or at a place where only its shape is wrong. */
const secretValue: fc.Arbitrary<Planned> = fc.oneof(
  { weight: 8, arbitrary: canary },
  { weight: 2, arbitrary: reference },
  { weight: 1, arbitrary: fc.array(canary, { minLength: 1, maxLength: 2 }) },
  // A key inside a sealed value is as secret as the value.
  { weight: 1, arbitrary: fc.tuple(canary, canary).map((member) => new PlannedObject([member])) },
);

function dictionary(value: fc.Arbitrary<Planned>): fc.Arbitrary<Planned> {
  const member = fc.tuple(fc.oneof({ weight: 9, arbitrary: key }, { weight: 1, arbitrary: hostileText }), value);
  return fc.array(member, { maxLength: 4 }).map((members) => new PlannedObject(members));
}

function data(value: fc.Arbitrary<Planned>): fc.Arbitrary<Planned> {
  return dictionary(value).map((values) => new PlannedObject([["data", values]]));
}

const openValue: fc.Arbitrary<Planned> = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 4, arbitrary: reference },
  { weight: 2, arbitrary: hostileValue },
);

/** How the handlers of `fuzz/thing` behave. */
const BEHAVIOURS = ["ok", "ok", "ok", "quote", "refuse", "slow", "shapeless"] as const;

const thing: fc.Arbitrary<Planned> = fc
  .record({
    password: secretValue,
    nested: secretValue.map((token) => new PlannedObject([["token", token]])),
    list: fc.array(secretValue, { maxLength: 3 }).map((keys) => {
      return keys.map(
        (value, index): Planned =>
          new PlannedObject([
            ["id", `i${index}`],
            ["key", value],
          ]),
      );
    }),
    text: openValue,
    fixed: fc.constantFrom<Planned>("one", "one", "two"),
    behave: fc.constantFrom<Planned>(...BEHAVIOURS),
  })
  .chain((fields) => fc.subarray(Object.entries(fields), { minLength: 3 }))
  .map((members) => new PlannedObject(members));

const CONFIGS: Readonly<Record<string, fc.Arbitrary<Planned>>> = {
  "pragma/secret": data(secretValue),
  "pragma/config": data(openValue),
  "pragma/file": fc.record({ content_type: hostileText, content: fc.oneof(words, hostileText) }).map(membersOf),
  "fuzz/thing": thing,
  "fs/file": fc.record({ path: hostileText, content: openValue }).map(membersOf),
  // Everything of a type that no provider serves is sealed, since nobody knows what is secret in it.
  "nobody/thing": dictionary(secretValue),
};

function membersOf(fields: Readonly<Record<string, Planned>>): PlannedObject {
  return new PlannedObject(Object.entries(fields));
}

/** A plausible config for a type. It contains secrets where the type, or the lack of one, protects them. */
export function configOf(type: string): fc.Arbitrary<Planned> {
  return CONFIGS[type] ?? dictionary(openValue);
}
