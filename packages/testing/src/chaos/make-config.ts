import type { Json, JsonObject } from "@pragma/contract";
import { refOf, splitKey } from "./operation.ts";
import type { Random } from "./random.ts";
import { secretText } from "./secret-text.ts";
import { TITLES, ZONES } from "./things.ts";
import { type Kind, kindOf, PARTS, type Slot, type Universe } from "./universe.ts";

/** Outputs of each kind that other resources can use. */
const FIELDS: Record<Kind, readonly string[]> = {
  object: ["outputs.text", "outputs.digest", "outputs.serial", "revision"],
  plain: ["outputs.text", "outputs.digest"],
  assembly: ["outputs.digest"],
  volume: ["outputs.text", "outputs.digest", "outputs.serial"],
  config: ["outputs.value", "value"],
  secret: ["outputs.token"],
  file: ["outputs.checksum", "outputs.size"],
  disk: ["outputs.checksum"],
};

const MAX_REFERENCES = 3;

/** One in this many configs refers to resources of higher rank, most of which form a cycle sooner or later. */
const UPHILL = 0.04;

/** One in this many configs refers to a sub-resource, which may disappear with the next update of its owner. */
const TO_A_PART = 0.05;

/** One in this many volumes is declared with another title, or zone, than its name usually has: those cannot be changed. */
const ELSEWHERE = 0.12;

/** A new config for a name. */
export function makeConfig(random: Random, universe: Universe, slot: Slot): JsonObject {
  const text = `t${random.below(1_000_000)}`;
  const targets = pickTargets(random, universe, slot);
  switch (slot.kind) {
    case "object":
    case "plain":
      return {
        ...{ space: universe.space, text, inputs: inputsOf(random, targets, true) },
        ...(random.chance(0.2) && { secret: secretText(text) }),
      };
    case "assembly":
      return {
        ...{ space: universe.space, text, inputs: inputsOf(random, targets, false) },
        ...{ parts: random.sample(PARTS, random.between(0, 3)).sort(), wait: random.chance(0.3) },
      };
    case "volume":
      return {
        ...{ space: universe.space, text, inputs: inputsOf(random, targets, false) },
        title: random.chance(ELSEWHERE) ? random.pick(TITLES) : (TITLES[slot.rank % TITLES.length] as string),
        zone: random.chance(ELSEWHERE) ? ZONES[1] : ZONES[0],
      };
    case "config":
      return { data: { value: text, ...inputsOf(random, targets, false) } };
    case "secret":
      return { data: { token: secretText(text) } };
    case "file":
      return { content_type: "text/plain", content: [text, ...targets.map((key) => template(random, key))].join(" ") };
    case "disk": {
      const [, , name] = splitKey(slot.key);
      const content = [text, ...targets.map((key) => template(random, key))].join("\n");
      // A forgotten file stays, and the next resource of that name takes it over.
      return { root: universe.root, path: `${universe.space}/${name}`, content, overwrite: true };
    }
  }
}

function pickTargets(random: Random, universe: Universe, slot: Slot): string[] {
  const uphill = random.chance(UPHILL);
  const candidates = universe.slots.filter(
    ({ rank, key, writer }) =>
      key !== slot.key && writer === undefined && (uphill ? rank > slot.rank : rank < slot.rank),
  );
  // Names of similar rank form chains; a few far down form diamonds.
  const near = candidates.slice(-6);
  const parts = universe.parts.filter(({ rank }) => rank < slot.rank);
  if (parts.length > 0 && random.chance(TO_A_PART)) return [random.pick(parts).key];
  const count = random.below(MAX_REFERENCES + 1);
  return random.sample(random.chance(0.7) ? near : candidates, count).map(({ key }) => key);
}

function inputsOf(random: Random, targets: readonly string[], whole: boolean): JsonObject {
  return Object.fromEntries(targets.map((key, index): [string, Json] => [`in${index}`, reference(random, key, whole)]));
}

function reference(random: Random, key: string, whole: boolean): Json {
  if (whole && random.chance(0.15)) return { __dependency__: true, ...refOf(key) };
  if (random.chance(0.5)) return template(random, key);
  return { ...refOf(key), field: fieldOf(random, key) };
}

function template(random: Random, key: string): string {
  const field = fieldOf(random, key);
  const inner = `\${${key}.${field.startsWith("outputs.") ? field : `outputs.${field}`}}`;
  return random.chance(0.5) ? inner : `<${inner}>`;
}

function fieldOf(random: Random, key: string): string {
  const kind = kindOf(key);
  if (!kind) throw new Error(`${key} is of no kind`);
  return random.pick(FIELDS[kind]);
}
