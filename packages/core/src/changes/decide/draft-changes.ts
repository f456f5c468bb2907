import { isDraft, type Json, type PlannedChange } from "@pragma/contract";
import { Budget, getPath, type Path, PathTree, parseReferences, type SecretBox } from "@pragma/language";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import type { DecidedDocument } from "./decision.ts";
import { referencePlaces, type StateLookup, valueAt } from "./known-state.ts";
import { placeChanges, shownDiff } from "./place-changes.ts";

/** Whether a document carries out a draft: its config is stored already, so that comparing with what is stored shows nothing. */
export function carriesOutDraft({ existing, isProcessed }: DecidedDocument): boolean {
  return isProcessed && existing !== undefined && isDraft(existing.lifecycle_state);
}

/**
 * Changes that a document which carries out a draft makes to the config that last succeeded; in that, references are resolved.
 * All of a config that never ran is new. It compares secrets: for callers who may learn of them.
 */
export function draftChanges(
  { existing, desired, input, changes }: DecidedDocument,
  lookup: StateLookup,
  box: SecretBox,
): PlannedChange[] {
  if (!existing || !desired) return changes;
  const others = changes.filter(({ path }) => path !== "config" && !/^config[.[]/.test(path));
  const after = desired.sealedConfig;
  if (!existing.provisioned || existing.applied_config === null) return [...shownDiff({}, after, [], box), ...others];
  const before = JSON.parse(existing.applied_config) as Json;
  const options = { stringReferences: hasStringReferences(input.provider, input.resource) };
  const places = [...referencePlaces(after, parseReferences(after, { ...options, box }).references).values()];
  const shared = { box, options, budget: new Budget(box) };
  const found = places.flatMap((place) =>
    placeChanges(getPath(before, place.path), place.path, valueAt(after, place, lookup, shared), {
      box,
      mayCompare: true,
    }),
  );
  // Values at those places have been reported already.
  const paths = places.map(({ path }): Path => path);
  const rest = new PathTree(paths).replace(after, (_, index) => getPath(before, paths[index] ?? []) ?? null);
  const said = new Set(found.map(({ path }) => path));
  return [...found, ...shownDiff(before, rest, [], box).filter(({ path }) => !said.has(path)), ...others];
}
