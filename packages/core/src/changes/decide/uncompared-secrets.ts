import type { Json, JsonObject, PlannedChange } from "@pragma/contract";
import {
  formatPath,
  getPath,
  isEnvelope,
  isPureReference,
  MASK,
  type Path,
  PathTree,
  parsePath,
} from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { ComparedApply } from "../../resources/apply/prepare-apply.ts";

/** A plan tells whether a value differs, so it would tell whoever may only plan whether a secret is what they guess. */
export function mayCompareSecrets({ scopes }: RequestContext): boolean {
  return scopes.has("resources:write") || scopes.has("secrets:reveal");
}

/** An apply of which some sensitive values were not compared. */
export interface PartlyCompared {
  /** As if each of them were another one. */
  differing: ComparedApply;
  /** As if each of them were what it is. */
  equal: ComparedApply;
}

/**
 * An apply without comparing the sensitive values that were sent. That one is added, removed, or replaced by a reference can be
 * seen, and one that was left masked is what it was.
 * @param sent the config as it was sent
 * @returns undefined if nothing is left to compare
 */
export function withoutComparing(compared: ComparedApply, sent: JsonObject): PartlyCompared | undefined {
  const { existing, desired, configChanges, dependenciesChanged } = compared;
  if (!existing) return undefined;
  const stored = JSON.parse(existing.config) as Json;
  const places = new Map(
    [...sealedPaths(desired.sealedConfig), ...sealedPaths(stored)]
      .filter((path) => getPath(sent, path) !== MASK && isHidden(compared, stored, path))
      .map((path) => [formatPath(["config", ...path]), path]),
  );
  if (places.size === 0) return undefined;
  const hidden = new PathTree([...places.values()].map((path) => ["config", ...path]));
  const others = configChanges.filter(({ path }) => !hidden.touches(parsePath(path) ?? []));
  const uncompared = [...places.values()];
  const equal = {
    ...compared,
    changed: others.length > 0 || dependenciesChanged || compared.identity !== existing.identity,
    configChanges: others,
    uncompared,
    // Whether it is ignored would tell whether a secret differs.
    ignored: false,
  };
  const unknown = [...places.keys()].map((path) => ({ path, before: MASK, after: MASK }));
  return { equal, differing: { ...equal, changed: true, configChanges: [...others, ...unknown] } };
}

/** Whether one could be the other: both are there, and neither is a reference, which is never sealed. */
function isHidden({ desired, type }: ComparedApply, stored: Json, path: Path): boolean {
  const options = { stringReferences: type?.stringReferences ?? true };
  return [stored, desired.sealedConfig].every((config) => {
    const value = getPath(config, path) ?? null;
    return value !== null && !isPureReference(value, options);
  });
}

/** A change that is shown in place of the comparison of a secret. */
export function uncomparedChange(path: string): PlannedChange {
  return { path, before: MASK, after: MASK, unknown: { from: "secret" }, sensitive: true };
}

function sealedPaths(value: Json | undefined, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  if (isEnvelope(value)) return [path];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([step, item]) => sealedPaths(item, [...path, step]));
}
