import type { JsonObject, PlannedChange } from "@pragma/contract";
import { formatPath, getPath, MASK, type Path } from "@pragma/language";
import type { RequestContext } from "../../callers/caller.ts";

/** A caller who may not read secrets must not learn by a plan whether one is what they guess. */
export function mayCompareSecrets({ scopes }: RequestContext): boolean {
  return scopes.has("resources:write") || scopes.has("secrets:reveal");
}

/**
 * The changes of a document as they are shown for a caller who may not read secrets: each sensitive value that they sent
 * is there, whether it differs or not. One that they left masked is what it was.
 * @param sealed the places of the sensitive values in the config
 * @param sent the config as it was sent
 */
export function maskedConfigChanges(
  changes: readonly PlannedChange[],
  sealed: readonly Path[],
  sent: JsonObject,
): PlannedChange[] {
  const own = sealed.filter((path) => getPath(sent, path) !== MASK).map((path) => formatPath(["config", ...path]));
  const places = new Set(own);
  const others = changes.filter(({ path }) => !places.has(path));
  return [
    ...others,
    ...own.map(
      (path): PlannedChange => ({ path, before: MASK, after: MASK, unknown: { from: "secret" }, sensitive: true }),
    ),
  ];
}
