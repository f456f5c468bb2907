import {
  type ChangeCounts,
  isDraft,
  MAX_CHANGE_ITEMS,
  NO_COUNTS,
  parseKey,
  resourceId,
  resourceKey,
  type ValidationIssue,
} from "@pragma/contract";
import {
  findIdentities,
  findSetMembers,
  findStandings,
  findStandingsForPlan,
  measureResources,
  type ResourceRow,
  readBasis,
  readResources,
} from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
import { DomainError, validationError } from "../../common/errors.ts";
import { isBeingDeleted } from "../../lifecycle/index.ts";
import { probeQuota } from "../../limits/index.ts";
import type { OrganizationTypes } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import type { ChangeRequest, RequestedDeletion } from "../request/change-request.ts";
import { tooMany } from "../request/read-request.ts";
import { failedGuards, type Guard, guardsOf, KnownRows, type Refusal, repeatedDeletions } from "./conditions.ts";
import { type DeletionDecision, decideDeletions, type KnownDeletion } from "./decide-deletions.ts";
import { decideDocuments, refuseBy } from "./decide-documents.ts";
import type { Basis, DecidedAction, DecidedDeletions, DecidedDocument } from "./decision.ts";
import { refuseCycles } from "./find-cycles.ts";
import { fingerprint } from "./fingerprint.ts";
import { type Propagation, propagate } from "./follow.ts";
import { Pace } from "./plan-limits.ts";
import { wavesOf } from "./waves.ts";

/** A change as it was decided: what it would write, and what is shown of it. Nothing is written yet. */
export interface DecidedChange {
  /** With its pruned resources among the deletions. */
  request: ChangeRequest;
  types: OrganizationTypes;
  documents: readonly DecidedDocument[];
  deletions: DecidedDeletions;
  actions: readonly DecidedAction[];
  counts: ChangeCounts;
  basis: Basis;
  /** Ids of resources in flight that it would change or delete. */
  busy: readonly string[];
  /** The first error of each kind that applying it would end with. */
  refusals: readonly DomainError[];
  issues: readonly ValidationIssue[];
}

/** Rows read at once. */
const BATCH = 250;
/** What the rows of the documents may take as stored: all of them are in memory while a change is decided. */
const MAX_ROW_BYTES = 128 * 1024 * 1024;

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
  const pace = new Pace();
  const { organizationId } = context;
  const types = await core.types.current(organizationId);
  const rows = await readRows(
    core,
    organizationId,
    request.documents.map(({ input }) => resourceKey(input)),
  );
  const whole = await withPruned(core, organizationId, request);
  const known = await identify(core, organizationId, whole);
  const documents = await decideDocuments(core, context, whole, {
    rows,
    types,
    keysById: known.keysById,
    formIssues,
    pace,
  });
  refuseDeleted(documents, known);
  await refuseCycles(core, context, documents);
  await refuseLeavingOwners(core, context, documents);
  await refuseBeyondQuota(core, context, documents);
  const decided = await decideDeletions(core, context, known, documents, types);
  refuseEntangled(documents, decided);
  const propagation = await propagate(core, context, documents, types, pace);
  await warnOfAbsent(core, organizationId, documents, types);
  return assemble(core, organizationId, { whole, types, documents, known, decided, propagation });
}

async function readRows(
  core: Core,
  organizationId: string,
  keys: readonly string[],
): Promise<Map<string, ResourceRow>> {
  const rows = new Map<string, ResourceRow>();
  const wanted = [...new Set(keys)].sort();
  const bytes = await measureResources(core.db.tenant(organizationId), wanted);
  if (bytes > MAX_ROW_BYTES) {
    const msg = "The resources that the documents name hold more than 128 MiB: split the change into smaller ones";
    throw validationError([{ loc: ["body", "documents"], msg, type: "plan_too_large" }]);
  }
  for (let from = 0; from < wanted.length; from += BATCH) {
    for (const row of await readResources(core.db.tenant(organizationId), wanted.slice(from, from + BATCH))) {
      rows.set(row.key, row);
    }
  }
  return rows;
}

/** The largest limit that PostgreSQL takes as an integer. */
const MAX_INT = 2 ** 31 - 1;

/** The members of the set that no document names are deleted. */
async function withPruned(core: Core, organizationId: string, request: ChangeRequest): Promise<ChangeRequest> {
  if (!request.prune || request.set === null) return request;
  // Documents and deletions may name as many as a change may have, and one more is too many.
  const most = request.wholeSet ? MAX_INT : 2 * MAX_CHANGE_ITEMS + 1;
  const members = await findSetMembers(core.db.tenant(organizationId), request.set, most);
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
  return { ...request, delete: [...request.delete, ...pruned] };
}

interface Known {
  /** Of resources that exist, each once. */
  deletions: KnownDeletion[];
  keysById: ReadonlyMap<string, string>;
  /** Keys of what does not exist and is deleted. */
  absent: readonly string[];
  guards: readonly Guard[];
  /** What is refused of deletions and conditions before anything is decided. */
  refusals: readonly Refusal[];
}

async function identify(
  core: Core,
  organizationId: string,
  { documents, delete: deletions, ifMatch }: ChangeRequest,
): Promise<Known> {
  const own = new Map(documents.map(({ input }) => [resourceId(input), resourceKey(input)]));
  const found = await findIdentities(core.db.tenant(organizationId), [
    ...own.keys(),
    ...deletions.map(({ resource, key }) => key ?? resource),
    ...Object.keys(ifMatch),
  ]);
  const rows = new KnownRows(found, own);
  const named = deletions.map((deletion, index) => {
    const id = deletion.key ?? deletion.resource;
    return { ...deletion, index, key: rows.keyOf(id), exists: rows.find(id) !== undefined };
  });
  const guards = guardsOf(ifMatch, rows, new Set(own.values()));
  return {
    deletions: [...new Map(named.filter(({ exists }) => exists).map((one) => [one.key, one])).values()],
    keysById: new Map(found.map(({ id, key }) => [id, key])),
    absent: [...new Set(named.filter(({ exists }) => !exists).map(({ key }) => key))],
    guards,
    refusals: [...repeatedDeletions(named), ...failedGuards(guards)],
  };
}

function refuseDeleted(documents: readonly DecidedDocument[], { deletions, absent }: Known): void {
  const deleted = new Set([...absent, ...deletions.map(({ key }) => key)]);
  for (const document of documents) {
    if (!deleted.has(document.key)) continue;
    refuseBy(document, new DomainError("bad_request", `${document.id} is named in documents and in delete`));
  }
}

/** A document cannot both be declared and go with, or lose, what the change deletes. */
function refuseEntangled(documents: readonly DecidedDocument[], { roots, dependents }: DeletionDecision): void {
  for (const document of documents) {
    const root = roots.get(document.key);
    const goes = root !== undefined && root.because !== null;
    if (!goes && !dependents.has(document.key)) continue;
    const target = goes ? root.target : undefined;
    const message = target
      ? `${document.id} would be deleted with ${target}, which the change deletes`
      : `${document.id} depends on what the change deletes: take the reference out of the document`;
    refuseBy(document, new DomainError("has_dependents", message, { dependents: [document.id] }));
  }
}

/** Owners that are all being deleted would leave it without one. */
async function refuseLeavingOwners(
  core: Core,
  { organizationId }: RequestContext,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const written = new Set(documents.filter(({ write }) => write).map(({ key }) => key));
  const owners = documents.flatMap(({ write }) => write?.effects.newOwners ?? []).filter((key) => !written.has(key));
  if (owners.length === 0) return;
  const standings = new Map((await findStandings(core.db.tenant(organizationId), owners)).map((row) => [row.key, row]));
  for (const document of documents) {
    const own = document.write?.effects.newOwners ?? [];
    const found = own.flatMap((key) => standings.get(key) ?? []);
    if (found.length === 0 || found.length < own.length || !found.every(isBeingDeleted)) continue;
    const names = found.map(({ id }) => id).join(", ");
    const message = `${document.id} would belong to ${names}, which is being deleted, and be left without an owner`;
    refuseBy(document, new DomainError("deletion_in_progress", message, { resource_id: document.id }));
  }
}

async function refuseBeyondQuota(
  core: Core,
  context: RequestContext,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const fresh = documents.filter(({ existing, write }) => write !== undefined && existing === undefined);
  if (fresh.length === 0) return;
  try {
    await probeQuota(core, context, "resources", fresh.length);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    for (const document of fresh) refuseBy(document, error);
  }
}

/** References to what does not exist, has no type, or is a draft: not refused, but nothing will come of it yet. */
async function warnOfAbsent(
  core: Core,
  organizationId: string,
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
): Promise<void> {
  const active = documents.filter(({ isProcessed, action }) => isProcessed || action === "stage");
  const byKey = new Map(documents.map((document) => [document.key, document]));
  const targets = new Map(
    active.flatMap(({ desired }) => (desired?.dependencies ?? []).map((ref) => [resourceKey(ref), ref] as const)),
  );
  const outside = [...targets.keys()].filter((key) => !byKey.get(key)?.write);
  if (outside.length === 0 && active.length === 0) return;
  const standings = new Map(
    (await findStandingsForPlan(core.db.tenant(organizationId), outside)).map((row) => [row.key, row]),
  );
  for (const document of active) {
    for (const ref of document.desired?.dependencies ?? []) {
      const key = resourceKey(ref);
      const inside = byKey.get(key);
      const row = standings.get(key);
      if (inside?.action === "stage" && !inside.existing?.provisioned) {
        document.warnings.push(`Waits for a draft: ${key} is only stored by this change`);
      } else if (inside?.write) continue;
      else if (!row && !types.find(ref.provider, ref.resource)) {
        document.warnings.push(`Waits for ${key}: no provider serves ${ref.provider}/${ref.resource}`);
      } else if (!row) document.warnings.push(`Waits for ${key}, which nothing declares`);
      else if (isDraft(row.lifecycle_state) && !row.provisioned) {
        document.warnings.push(`Waits for a draft: ${key}`);
      }
    }
  }
}

interface Parts {
  whole: ChangeRequest;
  types: OrganizationTypes;
  documents: readonly DecidedDocument[];
  known: Known;
  decided: DeletionDecision;
  propagation: Propagation;
}

async function assemble(core: Core, organizationId: string, parts: Parts): Promise<DecidedChange> {
  const { whole, types, documents, decided, propagation } = parts;
  const actions = [
    ...documentActions(parts),
    ...deletionActions(parts),
    ...detachActions(parts),
    ...followActions(parts),
  ];
  actions.push(...otherRefusals(actions, parts));
  const waves = wavesOf(actions, documents, decided, propagation);
  for (const action of actions) action.wave = waves.get(action.key) ?? 0;
  actions.sort((a, b) => a.wave - b.wave);
  const counts: ChangeCounts = { ...NO_COUNTS };
  for (const { action } of actions) counts[action] += 1;
  const followed = new Set(propagation.followers.map(({ key }) => key));
  counts.unchanged = documents.filter(({ action, key }) => action === "unchanged" && !followed.has(key)).length;
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
    basis: await basisOf(core, organizationId, parts),
    busy,
    refusals: [...documents.flatMap(({ refusal }) => refusal ?? []), ...decided.refusals],
    issues: actions.flatMap(({ issues }) => issues),
  };
}

const COMMON = { changes: [], issues: [], warnings: [], wave: 0 };

function documentActions({ documents, whole }: Parts): DecidedAction[] {
  return documents.flatMap((document): DecidedAction[] => {
    const { key, id, index, action, changes, issues, warnings } = document;
    if (action === "unchanged") return [];
    const isMembershipAlone = changes.length > 0 && changes.every(({ path }) => path === "set");
    const because = { kind: isMembershipAlone && whole.set !== null ? ("set" as const) : ("declared" as const) };
    return [{ key, id, document: index, action, because, changes, issues, warnings, wave: 0 }];
  });
}

/** What is refused of a resource that has no other action. */
function otherRefusals(actions: readonly DecidedAction[], { decided }: Parts): DecidedAction[] {
  const shown = new Set(actions.map(({ key }) => key));
  return [...decided.issues]
    .filter(([key]) => !shown.has(key))
    .map(([key, issues]): DecidedAction => {
      const because = { kind: "declared" as const };
      return { ...COMMON, key, id: idOf(key), document: null, action: "refuse", because, issues };
    });
}

function deletionActions({ known, decided, documents }: Parts): DecidedAction[] {
  const named = new Set(documents.map(({ key }) => key));
  const { deletions, roots, issues } = decided;
  const targets = new Map(known.deletions.map((deletion) => [deletion.key, deletion]));
  const found: DecidedAction[] = [];
  for (const [key, row] of deletions.members) {
    if (named.has(key)) continue;
    const root = roots.get(key);
    const own = issues.get(key) ?? [];
    const because = root?.because
      ? { kind: root.because.kind, from: deletions.members.get(root.because.from)?.id ?? idOf(root.because.from) }
      : { kind: targets.get(key)?.pruned ? ("set" as const) : ("declared" as const) };
    const warnings = deletions.orphans.has(root?.target ?? key) ? ["Forgotten only: the real object stays"] : [];
    const action = own.length > 0 ? ("refuse" as const) : ("delete" as const);
    found.push({ ...COMMON, key, id: row.id, document: null, action, because, issues: own, warnings });
  }
  for (const key of known.absent) {
    if (named.has(key) || issues.has(key)) continue;
    const warnings = [`${key} does not exist: there is nothing to delete`];
    found.push({
      ...COMMON,
      key,
      id: idOf(key),
      document: null,
      action: "delete",
      because: { kind: "declared" },
      warnings,
    });
  }
  return found;
}

function detachActions({ decided, documents }: Parts): DecidedAction[] {
  const { deletions, edges } = decided;
  const named = new Set(documents.map(({ key }) => key));
  return deletions.detached
    .filter(({ key }) => !named.has(key))
    .map((row): DecidedAction => {
      const lost = edges.filter(({ from_key, to_key }) => from_key === row.key && deletions.members.has(to_key));
      const from = deletions.members.get(lost[0]?.to_key ?? "")?.id;
      const because = { kind: "dependent" as const, ...(from ? { from } : {}) };
      return { ...COMMON, key: row.key, id: row.id, document: null, action: "update", because };
    });
}

function followActions({ documents, propagation, decided }: Parts): DecidedAction[] {
  const acted = new Set([
    ...documents.filter(({ action }) => action !== "unchanged").map(({ key }) => key),
    ...decided.deletions.members.keys(),
    ...decided.deletions.detached.map(({ key }) => key),
  ]);
  const indexes = new Map(documents.map(({ key, index }) => [key, index]));
  return propagation.followers
    .filter(({ key }) => !acted.has(key))
    .map(({ key, id, from, path, changes, warnings }): DecidedAction => {
      const because = { kind: "propagated" as const, from: idOf(from), path };
      return { ...COMMON, key, id, document: indexes.get(key) ?? null, action: "follow", because, changes, warnings };
    });
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}

/** In place of the generation of what does not exist. */
export const ABSENT = -1;

async function basisOf(
  core: Core,
  organizationId: string,
  { documents, decided, propagation, types, known }: Parts,
): Promise<Basis> {
  const touched: Record<string, string> = {};
  for (const { key, existing, type, action } of documents) {
    if (action !== "unchanged") touched[key] = fingerprint(existing, type);
  }
  const others = [...decided.deletions.members.keys(), ...decided.deletions.detached.map(({ key }) => key)];
  for (let from = 0; from < others.length; from += 1000) {
    for (const row of await readBasis(core.db.tenant(organizationId), others.slice(from, from + 1000))) {
      touched[row.key] = fingerprint(row, types.find(row.provider, row.resource));
    }
  }
  // What a condition names, and the change does not touch, has to stay as it was, too.
  const guarded = known.guards.filter(({ key }) => touched[key] === undefined);
  const values = Object.fromEntries(guarded.map(({ key, row }) => [key, row?.generation ?? ABSENT]));
  return { touched, values: { ...values, ...propagation.values } };
}
