import { type Json, resourceKey } from "@pragma/contract";
import type { FollowerRow } from "@pragma/db/queries";
import { Budget, formatPath, immutableChanges, type Path, PathTree, type SecretBox } from "@pragma/language";
import type { KnownType } from "../../foundation/types/index.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import type { DecidedDocument } from "./decision.ts";
import { referencePlaces, valueAt } from "./known-state.ts";
import type { KnownValues } from "./known-values.ts";

/** Warns of immutable fields that a document feeds by values which are not known yet. */
export function warnOfImmutable(document: DecidedDocument, known: KnownValues): void {
  const { existing, desired, type, input } = document;
  if (!existing?.provisioned || !desired || !type) return;
  const options = { stringReferences: hasStringReferences(input.provider, input.resource) };
  const moving = desired.references.filter(({ target }) => known.changed.has(resourceKey(target)));
  const places = [...referencePlaces(desired.sealedConfig, moving).values()];
  const shared = { box: known.box, options, budget: new Budget(known.box) };
  const unknown = places
    .filter((place) => valueAt(desired.sealedConfig, place, known.lookup, shared).kind === "unknown")
    .map(({ path }) => path);
  unknown.push(...document.uncompared);
  if (unknown.length === 0) return;
  const changed = immutablePaths(type, existing, { config: desired.sealedConfig, unknown }, known.box);
  // Fields whose values are known were compared when the document was: here they stand as they are written.
  const mayReplace = document.mayReplace;
  document.warnings.push(...changed.filter(({ isUnknown }) => isUnknown).map((path) => warningOf(path, mayReplace)));
}

/** What the immutable fields of a follower mean for it. */
export interface FixedFields {
  /** Those that differ. */
  changed: readonly Path[];
  /** Why an update fails, or might; of what may be replaced, what might be. */
  warnings: readonly string[];
}

/** @param after the resolved config, and the places of it that are not known. @param mayReplace what differs is had by replacing it */
export function fixedFieldsOf(
  type: KnownType | undefined,
  row: Pick<FollowerRow, "provisioned" | "applied_config">,
  after: { config: Json; unknown: readonly Path[] },
  { box, mayReplace }: { box: SecretBox; mayReplace: boolean },
): FixedFields {
  const paths = immutablePaths(type, row, after, box);
  const told = mayReplace ? paths.filter(({ isUnknown }) => isUnknown) : paths;
  return {
    changed: paths.filter(({ isUnknown }) => !isUnknown).map(({ path }) => path),
    warnings: told.map((path) => warningOf(path, mayReplace)),
  };
}

interface ImmutablePath {
  path: Path;
  /** Its value is not known yet. */
  isUnknown: boolean;
}

function immutablePaths(
  type: KnownType | undefined,
  row: Pick<FollowerRow, "provisioned" | "applied_config">,
  { config, unknown }: { config: Json; unknown: readonly Path[] },
  box: SecretBox,
): ImmutablePath[] {
  if (!type || !row.provisioned || row.applied_config === null) return [];
  const tree = new PathTree(unknown);
  // A text that no config has stands for what is not known.
  const standIn = tree.replace(config, () => "\u0000unknown");
  const changed = immutableChanges(type.annotations, JSON.parse(row.applied_config) as Json, standIn, box);
  return changed.map((path) => ({ path, isUnknown: tree.touches(path) }));
}

function warningOf({ path, isUnknown }: ImmutablePath, mayReplace: boolean): string {
  if (!isUnknown) return updateFails(path);
  const unknown = `${formatPath(["config", ...path])} cannot change after creation, and its value is not known yet`;
  return mayReplace
    ? `${unknown}: if it differs, what is there is deleted and created anew`
    : `${unknown}: the update fails if it differs`;
}

/** Of a field that only another thing can have as it will be, where none may take its place. */
export function updateFails(path: Path): string {
  return `${formatPath(["config", ...path])} cannot change after creation: the update would fail`;
}
