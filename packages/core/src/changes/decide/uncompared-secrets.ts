import type { Json, JsonObject, PlannedChange } from "@pragma/contract";
import { formatPath, getPath, isEnvelope, MASK, type Path } from "@pragma/language";
import type { RequestContext } from "../../callers/caller.ts";
import type { ComparedApply } from "../../resources/apply/prepare-apply.ts";

/** A plan tells whether a value differs, so it would tell whoever may only plan whether a secret is what they guess. */
export function mayCompareSecrets({ scopes }: RequestContext): boolean {
  return scopes.has("resources:write") || scopes.has("secrets:reveal");
}

/**
 * An apply in which each sensitive value that was sent counts as another one, whether it is or not. One that was left
 * masked is what it was.
 * @param sent the config as it was sent
 */
export function withoutComparing(compared: ComparedApply, sent: JsonObject): ComparedApply {
  const { existing, desired, configChanges } = compared;
  if (!existing) return compared;
  const stored = JSON.parse(existing.config) as Json;
  const places = new Map(
    [...sealedPaths(desired.sealedConfig), ...sealedPaths(stored)]
      .filter((path) => ![undefined, MASK].includes(getPath(sent, path) as string | undefined))
      .map((path) => [formatPath(["config", ...path]), path]),
  );
  if (places.size === 0) return compared;
  const others = configChanges.filter(({ path }) => !places.has(path));
  return {
    ...compared,
    changed: true,
    configChanges: [...others, ...[...places.keys()].map((path) => ({ path, before: MASK, after: MASK }))],
    uncompared: [...places.values()],
  };
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
