import { type Json, resourceKey } from "@pragma/contract";
import {
  Budget,
  formatPath,
  getPath,
  type Path,
  PathTree,
  parseReferences,
  type Reference,
  type ReferenceOptions,
  resolveReferences,
  type SecretBox,
  type TargetState,
  visiblePath,
  visibleReferenceName,
} from "@pragma/language";

/** Values that references to a resource of the change will read, as far as they are known before it has run. */
export interface FutureState {
  config: Json;
  /** Places of the config whose values are not known yet. */
  unknownConfig: readonly Path[];
  /** Undefined if they are not known yet. */
  outputs: Json | undefined;
  /** Places of the outputs whose values are not known yet; none if left out. */
  unknownOutputs?: readonly Path[];
}

/** Looks up the state of a resource: of the change, or as it is. Undefined if it never succeeded. */
export type StateLookup = (key: string) => FutureState | undefined;

/** How a place of a config reads once its references are resolved. */
export type PlaceValue =
  | { kind: "known"; value: Json }
  | { kind: "unknown"; from: string }
  /** The reference will have no value. */
  | { kind: "missing"; message: string };

/** Whether the value that a reference takes cannot be known yet. */
export function isUnknown({ field }: Reference, state: FutureState): boolean {
  const { unknownConfig, outputs, unknownOutputs = [] } = state;
  if (field === null) return outputs === undefined || unknownConfig.length > 0 || unknownOutputs.length > 0;
  if (field.root === "outputs") return outputs === undefined || beginsAlike(unknownOutputs, field.keys);
  return beginsAlike(unknownConfig, field.keys);
}

/** Keys with dots may be joined differently: what begins alike may be the same place. */
function beginsAlike(places: readonly Path[], [first]: readonly string[]): boolean {
  return places.some(([step]) => step === undefined || String(step).split(".")[0] === first);
}

/**
 * The references of a config by their place, in order. Those inside a sealed value share its place: a plan that named theirs
 * would show keys of what is masked as a whole.
 * @param config as stored
 */
export function referencePlaces(
  config: Json,
  references: readonly Reference[],
): Map<string, { path: Path; references: Reference[] }> {
  const places = new Map<string, { path: Path; references: Reference[] }>();
  for (const reference of references) {
    const path = visiblePath(config, reference.path);
    const name = formatPath(path);
    const place = places.get(name);
    if (place) place.references.push(reference);
    else places.set(name, { path: [...path], references: [reference] });
  }
  return places;
}

/** Options that all places of one config share. */
export interface ValueOptions {
  box: SecretBox;
  options: ReferenceOptions;
  /** All values together have to fit, as they have to when they are resolved. */
  budget: Budget;
}

/** Resolves one place of a config. */
export function valueAt(
  config: Json,
  { path, references }: { path: Path; references: readonly Reference[] },
  lookup: StateLookup,
  { box, options, budget }: ValueOptions,
): PlaceValue {
  for (const reference of references) {
    const state = lookup(resourceKey(reference.target));
    if (state && isUnknown(reference, state)) return { kind: "unknown", from: visibleReferenceName(config, reference) };
  }
  const found = getPath(config, path) ?? null;
  const rewritten = resolveReferences(found, (key) => asTarget(lookup(key)), box, options, budget);
  return rewritten.ok
    ? { kind: "known", value: rewritten.value }
    : { kind: "missing", message: rewritten.missing.message };
}

function asTarget(state: FutureState | undefined): TargetState | undefined {
  return state && { config: state.config, outputs: state.outputs ?? {} };
}

/** A config with its references resolved, as far as they are known. */
export function resolveKnown(
  config: Json,
  lookup: StateLookup,
  box: SecretBox,
  options: ReferenceOptions,
): { config: Json; unknown: Path[] } {
  const { references } = parseReferences(config, { ...options, box });
  const places = [...referencePlaces(config, references).values()];
  const unknown: Path[] = [];
  const shared = { box, options, budget: new Budget(box) };
  const values = places.map((place): Json => {
    const value = valueAt(config, place, lookup, shared);
    if (value.kind === "known") return value.value;
    unknown.push(place.path);
    return null;
  });
  const resolved = new PathTree(places.map(({ path }) => path)).replace(config, (_, index) => values[index] as Json);
  return { config: resolved, unknown };
}
