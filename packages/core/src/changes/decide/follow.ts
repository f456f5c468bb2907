import { resourceKey } from "@pragma/contract";
import { type AffectedEdge, findAffectedEdges, findNeeded, readFollowers } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { validationError } from "../../foundation/common/errors.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { UpdateQuestion } from "../../resources/apply/foreseen-update.ts";
import type { ChangeRequest } from "../request/change-request.ts";
import { decideFollower, type Follower } from "./decide-follower.ts";
import { decideRoots } from "./decide-roots.ts";
import type { DecidedDocument } from "./decision.ts";
import { inDependencyOrder, levelsOf } from "./dependency-order.ts";
import type { FutureState } from "./known-state.ts";
import { KnownValues } from "./known-values.ts";
import { mayReplace } from "./may-replace.ts";
import type { Pace } from "./plan-limits.ts";
import { findUnresolved } from "./unresolved-followers.ts";

/** Consequences of the documents. */
export interface Propagation {
  followers: Follower[];
  /** The edges by which values travel, from dependent to dependency. */
  edges: readonly AffectedEdge[];
  /** By key: how what changes, and is used by documents or followers, will read. */
  changed: ReadonlyMap<string, FutureState>;
  /** Generations of resources that the plan took values of. */
  values: Record<string, number>;
  /** What providers have yet to say. */
  questions: readonly UpdateQuestion[];
}

/** More edges than any plan can show: the plan is refused as too large. */
const MAX_EDGES = 200_000;
const PAGE = 500;

/**
 * Finds every dependent, directly or not, whose resolved config will differ or may differ: it decides each after all
 * that it depends on. Values are those of built-in types; what a provider will answer is unknown.
 * @throws DomainError validation_failed of type `plan_too_large`
 */
export async function propagate(
  core: Core,
  context: RequestContext,
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
  pace: Pace,
  request: Pick<ChangeRequest, "allowReplace" | "foreseen">,
): Promise<Propagation> {
  const processed = documents.filter(({ isProcessed }) => isProcessed);
  if (processed.length === 0) return { followers: [], edges: [], changed: new Map(), values: {}, questions: [] };
  const edges = await edgesFrom(core, context, processed);
  const used = new Set([
    ...edges.map(({ to_key }) => to_key),
    ...processed.flatMap(({ desired }) => desired?.references.map(({ target }) => resourceKey(target)) ?? []),
  ]);
  const known = new KnownValues(core, context, request.foreseen);
  await decideRoots(processed, used, known, pace);
  const roots = new Set(processed.map(({ key }) => key));
  const dependencies = Map.groupBy(edges, ({ from_key }) => from_key);
  const mayReplaceRow: Walk["mayReplace"] = (row) => mayReplace(request, row);
  const walk = { core, context, types, pace, known, used, dependencies, mayReplace: mayReplaceRow };
  const followers = await follow(walk, roots);
  return { followers, edges, changed: known.changed, values: known.generations, questions: known.questions };
}

/** @throws DomainError validation_failed of type `plan_too_large` */
async function edgesFrom(
  core: Core,
  context: RequestContext,
  processed: readonly DecidedDocument[],
): Promise<AffectedEdge[]> {
  const tenant = core.db.tenant(context.organizationId);
  const created = processed.filter(({ existing }) => existing === undefined).map(({ key }) => key);
  const existing = processed.filter((document) => document.existing !== undefined).map(({ key }) => key);
  // A resource being created may be waited for already.
  const roots = [...existing, ...(await findNeeded(tenant, created))];
  const edges = roots.length === 0 ? [] : await findAffectedEdges(tenant, roots, MAX_EDGES + 1);
  if (edges.length <= MAX_EDGES) return edges;
  const msg = `The change would reach more than ${MAX_EDGES.toLocaleString("en")} dependencies`;
  throw validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
}

interface Walk {
  core: Core;
  context: RequestContext;
  types: OrganizationTypes;
  pace: Pace;
  known: KnownValues;
  /** Keys of what others take values of. */
  used: ReadonlySet<string>;
  /** What it depends on directly, by key, and how that is used. */
  dependencies: ReadonlyMap<string, readonly AffectedEdge[]>;
  /** Whether a follower may be replaced. */
  mayReplace: (row: { id: string; key: string }) => boolean;
}

/** Decides every dependent after its dependencies. */
async function follow(walk: Walk, roots: ReadonlySet<string>): Promise<Follower[]> {
  const { dependencies } = walk;
  const candidates = [...dependencies.keys()].filter((key) => !roots.has(key));
  const order = inDependencyOrder(
    candidates,
    new Map([...dependencies].map(([key, out]) => [key, out.map(({ to_key }) => to_key)])),
  );
  const isReached = (key: string): boolean =>
    (dependencies.get(key) ?? []).some(({ to_key }) => walk.known.changed.has(to_key));
  // Not pushed as arguments: a level may have more than a call takes.
  const found: Follower[][] = [];
  for (const level of levelsOf(order, dependencies)) found.push(await followLevel(walk, level.filter(isReached)));
  return found.flat();
}

/** @param keys of dependents of which none depends on another */
async function followLevel(walk: Walk, keys: readonly string[]): Promise<Follower[]> {
  const { core, context, types, pace, known, used } = walk;
  const followers: Follower[] = [];
  for (let from = 0; from < keys.length; ) {
    const rows = await readFollowers(core.db.tenant(context.organizationId), keys.slice(from, from + PAGE));
    await known.readBeside(rows.filter(({ resolved_config }) => resolved_config !== null));
    await known.readStanding(rows.map(({ key }) => key));
    const unresolved = await findUnresolved(core, context, rows, known.changed);
    for (const row of rows) {
      await pace.step();
      const isUsed = used.has(row.key);
      const isResolved = row.resolved_config !== null;
      const edge = walk.dependencies.get(row.key)?.find(({ to_key }) => known.replaced.has(to_key));
      const how = { replacedSource: edge?.to_key, mayReplace: walk.mayReplace(row) };
      const follower = isResolved ? decideFollower(row, isUsed, known, types, how) : unresolved.get(row.key);
      if (!follower) continue;
      if (!isResolved && isUsed) known.changeUnresolved(row);
      followers.push(follower);
    }
    // The page ends at its limit of bytes, or because what is left out of it is gone.
    const last = rows.at(-1)?.key;
    const next = last === undefined ? -1 : keys.indexOf(last, from);
    from = next === -1 ? from + PAGE : next + 1;
  }
  return followers;
}
