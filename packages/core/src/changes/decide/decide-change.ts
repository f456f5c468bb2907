import { type ChangeCounts, MAX_CHANGE_ITEMS, NO_COUNTS, resourceKey, type ValidationIssue } from "@pragma/contract";
import { findSetMembers, readBasis } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { Identified } from "../../resources/apply/identified.ts";
import { readFindings } from "../../resources/drift/finding.ts";
import type { ChangeRequest, RequestedDeletion } from "../request/change-request.ts";
import { tooMany } from "../request/read-request.ts";
import { claimsOf } from "./claims.ts";
import { type DeletionDecision, decideDeletions } from "./decide-deletions.ts";
import { decideDocuments } from "./decide-documents.ts";
import { type DecidedParts, decidedActions } from "./decided-actions.ts";
import type { Basis, DecidedChange } from "./decision.ts";
import { refuseCycles } from "./find-cycles.ts";
import { findDefaults } from "./find-defaults.ts";
import { fingerprint, fingerprintOf } from "./fingerprint.ts";
import { type Propagation, propagate } from "./follow.ts";
import { foreseeMissing } from "./foresee-missing.ts";
import { identify, type Known } from "./identify.ts";
import { Pace } from "./plan-limits.ts";
import { readRows } from "./read-rows.ts";
import { refuseBeyondQuota, refuseDeleted, refuseEntangled, refuseLeavingOwners } from "./refuse-documents.ts";
import { warnOfAbsent } from "./warn-of-absent.ts";
import { wavesOf } from "./waves.ts";
import { withNamed } from "./with-named.ts";

/**
 * Decides a change: each document as an apply would, the deletions on the graph as it is after them, and what follows. It
 * reads a bounded number of times, and writes nothing.
 * @throws DomainError payload_too_large, validation_failed of type `plan_too_large`
 */
export async function decideChange(
  core: Core,
  context: RequestContext,
  request: ChangeRequest,
  formIssues: ReadonlyMap<number, readonly ValidationIssue[]> = new Map(),
): Promise<DecidedChange> {
  return retryOnConflict(core, async () => {
    return decideOnce(core, context, await withNamed(core, context.organizationId, request), formIssues);
  });
}

/** @throws ConcurrentChange if what was read first is not what was read last */
async function decideOnce(
  core: Core,
  context: RequestContext,
  request: ChangeRequest,
  formIssues: ReadonlyMap<number, readonly ValidationIssue[]>,
): Promise<DecidedChange> {
  const pace = new Pace();
  const { organizationId } = context;
  const types = await core.types.current(organizationId);
  const keys = request.documents.map(({ input }) => resourceKey(input));
  const rows = await readRows(core, context, keys);
  const { whole, members } = await withPruned(core, organizationId, request);
  const chosen = request.documents.filter(({ drift }) => drift !== undefined).map(({ input }) => resourceKey(input));
  const findings = await readFindings(core.db.tenant(organizationId), chosen);
  const known = await identify(core, organizationId, whole, { keys, rows });
  const documents = await decideDocuments(core, context, whole, {
    rows,
    types,
    keysById: known.keysById,
    defaults: await findDefaults(core, organizationId, whole.documents, {
      rows,
      types,
      going: known.deletions.map(({ key }) => key),
    }),
    formIssues,
    findings,
    identified: await Identified.read(
      core.db.tenant(organizationId),
      whole.documents.map(({ input }) => input),
    ),
    pace,
  });
  refuseDeleted(documents, known);
  await refuseCycles(core, context, documents);
  await refuseLeavingOwners(core, context, documents);
  await refuseBeyondQuota(core, context, documents);
  const decided = await decideDeletions(core, context, known, documents, types);
  refuseEntangled(documents, decided);
  const propagation = await propagate(core, context, documents, types, pace, whole);
  expectAbsent(known, decided, propagation);
  await warnOfAbsent(core, organizationId, documents, types);
  await foreseeMissing(core, organizationId, { documents, types, propagation, pace });
  return assemble(core, organizationId, { whole, types, documents, known, decided, propagation }, members);
}

/** The largest limit that PostgreSQL takes as an integer. */
const MAX_INT = 2 ** 31 - 1;

/** The members of the set that no document names are deleted. */
async function withPruned(
  core: Core,
  organizationId: string,
  request: ChangeRequest,
): Promise<{ whole: ChangeRequest; members: readonly string[] | null }> {
  if (!request.prune || request.set === null) return { whole: request, members: null };
  const members = await findSetMembers(core.db.tenant(organizationId), request.set, mostMembers(request));
  const named = new Set([
    ...request.documents.map(({ input }) => resourceKey(input)),
    ...request.delete.map(({ resource }) => resource),
  ]);
  const pruned = members
    .filter(({ key, id }) => !named.has(key) && !named.has(id))
    .map(({ key }): RequestedDeletion => {
      return { resource: key, key, pruned: true, ...(request.dependents ? { dependents: request.dependents } : {}) };
    });
  const count = request.documents.length + request.delete.length + pruned.length;
  if (count > MAX_CHANGE_ITEMS && !request.wholeSet) throw tooMany(count);
  return { whole: { ...request, delete: [...request.delete, ...pruned] }, members: members.map(({ key }) => key) };
}

/** Documents and deletions may name as many as a change may have, and one more is too many. */
export function mostMembers({ wholeSet }: Pick<ChangeRequest, "wholeSet">): number {
  return wholeSet ? MAX_INT : 2 * MAX_CHANGE_ITEMS + 1;
}

/**
 * Checks that later reads found nothing that was absent.
 * @throws ConcurrentChange if it was created since
 */
function expectAbsent({ absent }: Known, { deletions }: DeletionDecision, { followers }: Propagation): void {
  const { members, joined, detached } = deletions;
  // An absent resource is known by the text that names it, which may be either id.
  const found = new Set(
    [...members.values(), ...joined.values(), ...detached, ...followers].flatMap(({ key, id }) => [key, id]),
  );
  if (absent.some((key) => found.has(key))) throw new ConcurrentChange();
}

async function assemble(
  core: Core,
  organizationId: string,
  parts: DecidedParts,
  members: readonly string[] | null,
): Promise<DecidedChange> {
  const { whole, types, documents, decided, propagation } = parts;
  const actions = decidedActions(parts);
  const waves = wavesOf(actions, documents, decided, propagation);
  for (const action of actions) action.wave = waves.get(action.key) ?? 0;
  actions.sort((a, b) => a.wave - b.wave);
  const counts: ChangeCounts = { ...NO_COUNTS };
  for (const { action } of actions) counts[action] += 1;
  const acted = new Set(actions.map(({ key }) => key));
  counts.unchanged = documents.filter(({ action, key }) => action === "unchanged" && !acted.has(key)).length;
  const claims = await claimsOf(core, organizationId, whole, parts);
  const busy = [
    ...documents.filter(({ isBusy }) => isBusy).map(({ id }) => id),
    ...decided.busy.map((key) => decided.deletions.members.get(key)?.id ?? key),
  ];
  return {
    request: whole,
    types,
    documents,
    deletions: decided.deletions,
    actions,
    counts,
    basis: {
      ...(await basisOf(core, organizationId, parts)),
      guarded: claims.guarded,
      ...(members === null ? {} : { members }),
    },
    claims,
    members,
    busy,
    refusals: [...documents.flatMap(({ refusal }) => refusal ?? []), ...decided.refusals],
    issues: actions.flatMap(({ issues }) => issues),
    questions: parts.propagation.questions,
  };
}

/** In place of the generation of what does not exist. */
export const ABSENT = -1;

async function basisOf(
  core: Core,
  organizationId: string,
  { documents, decided, propagation, types, known }: DecidedParts,
): Promise<Basis> {
  const touched: Record<string, string> = {};
  const uncompared: Record<string, string> = {};
  for (const document of documents) {
    const { key, action } = document;
    if (action === "uncompared") uncompared[key] = fingerprintOf(document);
    else if (action !== "unchanged") touched[key] = fingerprintOf(document);
  }
  const others = [...decided.deletions.members.keys(), ...decided.deletions.detached.map(({ key }) => key)];
  for (let from = 0; from < others.length; from += 1000) {
    for (const row of await readBasis(core.db.tenant(organizationId), others.slice(from, from + 1000))) {
      touched[row.key] = fingerprint(row, types.find(row.provider, row.resource));
    }
  }
  // Untouched resources that a condition names have to stay as they were, too.
  const guarded = known.guards.filter(({ key }) => touched[key] === undefined);
  const values = Object.fromEntries(guarded.map(({ key, row }) => [key, row?.generation ?? ABSENT]));
  return { touched, values: { ...values, ...propagation.values }, uncompared };
}
