import {
  isFailed,
  type Json,
  type PlannedChange,
  type ResourceRef,
  resourceKey,
  satisfiesDependents,
} from "@pragma/contract";
import { type FollowerRow, findStandingsForPlan, readValuesForPlan, type ValueRow } from "@pragma/db/queries";
import {
  containsEnvelope,
  formatPath,
  parseReferences,
  type Reference,
  type SecretBox,
  sealedEqual,
  takeValue,
  visiblePath,
  visibleReferenceName,
} from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import type { Follower } from "./decide-follower.ts";
import { type FutureState, isUnknown } from "./known-state.ts";
import { mayCompareSecrets } from "./uncompared-secrets.ts";

type Changed = ReadonlyMap<string, FutureState>;

/**
 * Followers that have never been resolved. They have no values that could be compared: all that they take from what changes is
 * unknown. One that has failed is decided again if a value that it uses differs; one that waits goes on with this change, unless
 * it also waits for something else: then that decides, in whatever change it comes.
 * @param rows of one level; others are ignored
 * @returns by key
 */
export async function findUnresolved(
  core: Core,
  context: RequestContext,
  rows: readonly FollowerRow[],
  changed: Changed,
): Promise<Map<string, Follower>> {
  const unresolved = rows.filter(({ resolved_config }) => resolved_config === null);
  if (unresolved.length === 0) return new Map();
  const sight = { box: core.services.keyring.box(context.organizationId), mayCompare: mayCompareSecrets(context) };
  const tenant = core.db.tenant(context.organizationId);
  const found = unresolved.map((row) => usesOf(row, changed, sight.box));
  const waiting = found.filter(({ row }) => !isFailed(row.lifecycle_state));
  const others = [...new Set(waiting.flatMap(({ others: some }) => some))];
  const standings = new Map((await findStandingsForPlan(tenant, others)).map((row) => [row.key, row]));
  const failed = found.filter(({ row }) => isFailed(row.lifecycle_state));
  const sources = [...new Set(failed.flatMap(({ references }) => references.map(({ target }) => resourceKey(target))))];
  const values = new Map((await readValuesForPlan(tenant, sources)).map((row) => [row.key, row]));
  const isComing = (key: string): boolean => {
    const row = standings.get(key);
    return row !== undefined && satisfiesDependents(row.lifecycle_state, row.provisioned);
  };
  const followers = found.flatMap((use): Follower[] => {
    const follows = isFailed(use.row.lifecycle_state)
      ? use.references.some((reference) => mayDiffer(reference, changed, values, sight))
      : use.others.every(isComing);
    return follows && use.from !== undefined ? [followerOf(use, use.from)] : [];
  });
  return new Map(followers.map((follower) => [follower.key, follower]));
}

interface Uses {
  row: FollowerRow;
  /** To what changes. */
  references: Reference[];
  /** As stored. */
  config: Json;
  /** The first that changes. */
  from: string | undefined;
  /** Keys of what it depends on besides. */
  others: string[];
}

function usesOf(row: FollowerRow, changed: Changed, box: SecretBox): Uses {
  const options = { stringReferences: hasStringReferences(row.provider, row.resource), box };
  const config = JSON.parse(row.config) as Json;
  const { references } = parseReferences(config, options);
  const keys = (JSON.parse(row.dependencies ?? "[]") as ResourceRef[]).map(resourceKey);
  const own = references.filter(({ target }) => changed.has(resourceKey(target)));
  const [first] = own;
  return {
    row,
    references: own,
    config,
    from: first ? resourceKey(first.target) : keys.find((key) => changed.has(key)),
    others: keys.filter((key) => !changed.has(key)),
  };
}

/** Whether a reference will take another value than it takes now, or none. */
function mayDiffer(
  reference: Reference,
  changed: Changed,
  values: ReadonlyMap<string, ValueRow>,
  { box, mayCompare }: { box: SecretBox; mayCompare: boolean },
): boolean {
  const { target, field } = reference;
  const state = changed.get(resourceKey(target));
  const row = values.get(resourceKey(target));
  if (!state || isUnknown(reference, state) || !row || row.applied_config === null) return true;
  const before = { config: JSON.parse(row.applied_config) as Json, outputs: JSON.parse(row.outputs ?? "{}") as Json };
  const after = { config: state.config, outputs: state.outputs ?? {} };
  const [old, now] = [takeValue(before, target, field, box), takeValue(after, target, field, box)];
  // It would tell whether a secret is what somebody guesses.
  if (!mayCompare && (containsEnvelope(old) || containsEnvelope(now))) return true;
  return !sealedEqual(old, now, box);
}

function followerOf({ row, references, config }: Uses, from: string): Follower {
  const placeOf = ({ path }: Reference) => formatPath(["config", ...visiblePath(config, path)]);
  const places = new Map(references.map((reference) => [placeOf(reference), reference]));
  const changes = [...places].map(([path, reference]): PlannedChange => {
    return { path, before: null, after: null, unknown: { from: visibleReferenceName(config, reference) } };
  });
  return { key: row.key, id: row.id, from, path: changes[0]?.path, changes, warnings: [] };
}
