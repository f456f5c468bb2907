import { type Json, type PlannedChange, resourceKey } from "@pragma/contract";
import type { FollowerRow } from "@pragma/db/queries";
import { Budget, getPath, type Path, PathPatterns, PathTree, parsePath, parseReferences } from "@pragma/language";
import { type KnownType, type OrganizationTypes, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { ForeseenUpdate } from "../../resources/apply/foreseen-update.ts";
import { isObserved, storedHandling } from "../../resources/apply/kept-fields.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import { canPlan, foreseenWarnings, replacedFields, UNFORESEEN } from "./foreseen-update.ts";
import { referencePlaces, valueAt } from "./known-state.ts";
import type { KnownValues } from "./known-values.ts";
import { placeChanges } from "./place-changes.ts";
import { repairWarning, replacementWarning } from "./tell-replacement.ts";
import { fixedFieldsOf, updateFails } from "./warn-of-immutable.ts";

/** A dependent whose values change, or may change. */
export interface Follower {
  key: string;
  id: string;
  /** Key of the changed resource that it uses. */
  from: string;
  /** Undefined if it only depends on that. */
  path: string | undefined;
  changes: PlannedChange[];
  warnings: string[];
  /** Its thing is deleted, and a new one is created. */
  replaces?: true;
}

/**
 * Compares the resolved config of a dependent with what it will be. One of what is replaced is repaired, whether or not anything of it
 * changes.
 * @param isUsed others take its values: what becomes of them is noted in `known`
 * @param how.replacedSource key of something replaced that it depends on directly
 * @param how.mayReplace it may be replaced itself
 * @returns undefined if nothing of it changes
 */
export function decideFollower(
  row: FollowerRow,
  isUsed: boolean,
  known: KnownValues,
  types: OrganizationTypes,
  { replacedSource, mayReplace }: { replacedSource: string | undefined; mayReplace: boolean },
): Follower | undefined {
  const { provider, resource } = row;
  const { box, mayCompare } = known;
  const options = { stringReferences: hasStringReferences(provider, resource) };
  const config = JSON.parse(row.config) as Json;
  const before = JSON.parse(row.resolved_config ?? "{}") as Json;
  const { references } = parseReferences(config, { ...options, box });
  const changes: PlannedChange[] = [];
  const warnings: string[] = [];
  const unknown: Path[] = [];
  const after: { path: Path; value: Json }[] = [];
  const shared = { box, options, budget: new Budget(box) };
  const handling = storedHandling(row);
  const ignored = new PathPatterns(handling?.ignore ?? []);
  let first: { from: string; path: string | undefined } | undefined;
  for (const [name, place] of referencePlaces(config, references)) {
    const source = place.references.find(({ target }) => known.changed.has(resourceKey(target)));
    if (!source) continue;
    const value = valueAt(config, place, known.lookup, shared);
    const found = placeChanges(getPath(before, place.path), place.path, value, { box, mayCompare });
    const isSecret = found.some((change) => change.unknown?.from === "secret");
    if (value.kind === "known" && !isSecret) after.push({ path: place.path, value: value.value });
    else unknown.push(place.path);
    if (value.kind === "missing") warnings.push(`The update would fail: ${value.message}`);
    if (found.length === 0) continue;
    changes.push(...found);
    if (ignored.covers(place.path)) continue;
    first ??= { from: resourceKey(source.target), path: name === "" ? "config" : `config.${name}` };
  }
  if (replacedSource !== undefined) {
    first ??= { from: replacedSource, path: undefined };
    if (provider !== PLATFORM_PROVIDER) warnings.push(repairWarning(replacedSource));
  }
  if (!first) return undefined;
  if (handling?.paused) warnings.push(`${row.id} is paused: it follows once it is resumed`);
  const resolved = withPlaces(before, [...after, ...unknown.map((path) => ({ path, value: null }))]);
  const isUpdated = changes.some(({ path }) => !ignored.covers((parsePath(path) ?? []).slice(1)));
  const type = types.find(provider, resource);
  const mayBeForeseen = isUpdated && replacedSource === undefined;
  const { replaces, foreseen, ...told } = whatItMeans(row, { config: resolved, unknown }, known, {
    type,
    mayReplace,
    mayBeForeseen,
  });
  warnings.push(...told.warnings);
  changes.push(...told.changes);
  if (replaces) known.replaced.add(row.key);
  if (isUsed) known.change(row, resolved, unknown, replaces ? undefined : foreseen);
  return { key: row.key, id: row.id, ...first, changes, warnings, ...(replaces && { replaces }) };
}

/** Whether another thing has to take its place, by its immutable fields and by what its provider says. */
function whatItMeans(
  row: FollowerRow,
  after: { config: Json; unknown: readonly Path[] },
  known: KnownValues,
  { type, mayReplace, mayBeForeseen }: { type: KnownType | undefined; mayReplace: boolean; mayBeForeseen: boolean },
): { replaces: boolean; foreseen: ForeseenUpdate | undefined; warnings: string[]; changes: PlannedChange[] } {
  const isReplaceable = mayReplace && !row.deletion_protected && !isObserved(row);
  const fixed = fixedFieldsOf(type, row, after, { box: known.box, mayReplace: isReplaceable });
  const isAsked = mayBeForeseen && canPlan(type) && row.provisioned && fixed.changed.length === 0;
  const foreseen = isAsked ? known.foresee(row.key, after) : undefined;
  const told = replacedFields(foreseen);
  const replaces = isReplaceable && fixed.changed.length + told.length > 0;
  const warnings = [...fixed.warnings, ...(foreseen ? foreseenWarnings(foreseen) : [])];
  if (replaces) warnings.push(replacementWarning(row, [...fixed.changed, ...told]));
  else warnings.push(...told.map(updateFails));
  return { replaces, foreseen, warnings, changes: foreseen && "silent" in foreseen ? [UNFORESEEN] : [] };
}

function withPlaces(config: Json, places: readonly { path: Path; value: Json }[]): Json {
  const tree = new PathTree(places.map(({ path }) => path));
  return tree.replace(config, (_, index) => (places[index] as { value: Json }).value);
}
