import { isProcessing, type ValidationIssue } from "@pragma/contract";
import {
  asGoing,
  findEdgesTo,
  findOwnersLeft,
  type GoingRow,
  type IncomingEdge,
  type ResourceRow,
  readGoing,
  readResources,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { inTurns } from "../../foundation/common/in-turns.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { WrittenEdges } from "../../resources/delete/deletion-ring.ts";
import {
  type DeletionGraph,
  type DeletionSet,
  drawSteps,
  type MemberRoot,
  orderSteps,
} from "../../resources/delete/deletion-set.ts";
import { detachObstacles } from "../../resources/delete/detach-dependents.ts";
import { isBeingDeleted, isLeaving } from "../../resources/lifecycle/index.ts";
import type { RequestedDeletion } from "../request/change-request.ts";
import type { Refusal } from "./conditions.ts";
import type { DecidedDeletions, DecidedDocument } from "./decision.ts";
import { findEndlessWaits } from "./endless-waits.ts";
import { edgesOfDocuments } from "./find-cycles.ts";

/** The outcome of deleting, on the graph as it is after the documents. */
export interface DeletionDecision {
  deletions: DecidedDeletions;
  roots: ReadonlyMap<string, MemberRoot>;
  edges: readonly IncomingEdge[];
  /** Refusals by the key of the target. */
  issues: ReadonlyMap<string, ValidationIssue[]>;
  refusals: readonly DomainError[];
  /** Keys of members that are with a provider. */
  busy: readonly string[];
  /** Keys of all that depend on a member after the documents, and are not members: existing resources and new ones. */
  dependents: ReadonlySet<string>;
}

/** A deletion whose resource exists. */
export type KnownDeletion = RequestedDeletion & { key: string; index: number };

/** Decides all deletions of a change together. */
export async function decideDeletions(
  core: Core,
  context: RequestContext,
  { deletions: wanted, refusals }: { deletions: readonly KnownDeletion[]; refusals: readonly Refusal[] },
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
): Promise<DeletionDecision> {
  const tenant = core.db.tenant(context.organizationId);
  const byKey = new Map(wanted.map((deletion) => [deletion.key, deletion]));
  const targets = [...byKey.keys()];
  const cascading = keysOf(wanted, "cascade");
  const detaching = keysOf(wanted, "detach");
  const written = edgesOfDocuments(documents);
  const graph = await graphAfter(core, context, targets, written);
  const drawn = await inTurns(drawSteps(graph, targets, { cascade: cascading }));

  const rowsAfter = new Map(documents.flatMap((document) => rowAfter(document)));
  const members = await readMembers(core, context, [...drawn.members.keys()], rowsAfter);
  const outside = [...new Set([...drawn.outsiders, ...drawn.runners])].filter((key) => !rowsAfter.has(key));
  const whole = new Map((await readResources(tenant, outside)).map((row) => [row.key, row]));
  const rowOf = (key: string): ResourceRow[] => {
    const row = rowsAfter.get(key) ?? whole.get(key);
    return row ? [row] : [];
  };
  const set: DeletionSet = {
    members: await inTurns(orderSteps(members.keys(), members, drawn.edges)),
    whole,
    outsiders: drawn.outsiders.flatMap(rowOf),
    runners: drawn.runners.flatMap(rowOf),
    roots: drawn.members,
    edges: drawn.edges,
  };
  const orphans = new Set(wanted.filter(({ orphan }) => orphan).map(({ key }) => key));
  const judged = await judge(core, context, { set, byKey, cascading, detaching, orphans, types, refusals, written });
  return { ...judged, dependents: new Set(drawn.outsiders) };
}

function keysOf(wanted: readonly KnownDeletion[], dependents: "cascade" | "detach"): Set<string> {
  return new Set(wanted.filter((deletion) => deletion.dependents === dependents).map(({ key }) => key));
}

/** The stored graph with the documents' edges in place of their earlier ones. */
async function graphAfter(
  core: Core,
  context: RequestContext,
  targets: readonly string[],
  written: WrittenEdges,
): Promise<DeletionGraph> {
  const tenant = core.db.tenant(context.organizationId);
  const { edges: stored } = await findEdgesTo(tenant, [...targets, ...written.keys()]);
  const edges: IncomingEdge[] = stored.filter(({ from_key }) => !written.has(from_key));
  for (const [from_key, { dependencies, owners, running }] of written) {
    edges.push(
      ...dependencies.map((to_key) => ({ from_key, to_key, kind: "dependency" as const })),
      ...owners.map((to_key) => ({ from_key, to_key, kind: "owner" as const })),
      ...running.map((to_key) => ({ from_key, to_key, kind: "running" as const })),
    );
  }
  const owned = new Set(edges.filter(({ kind }) => kind === "owner").map(({ from_key }) => from_key));
  const left =
    owned.size === 0
      ? []
      : await findOwnersLeft(
          tenant,
          [...owned].filter((key) => !written.has(key)),
        );
  const owners = [...left];
  for (const [owned, edges] of written) owners.push(...edges.owners.map((owner) => ({ owned, owner })));
  return { edges, owners };
}

function rowAfter({ key, existing, write }: DecidedDocument): [string, ResourceRow][] {
  return existing && write ? [[key, { ...existing, ...write.patch }]] : [];
}

const BATCH = 500;

async function readMembers(
  core: Core,
  context: RequestContext,
  keys: readonly string[],
  rowsAfter: ReadonlyMap<string, ResourceRow>,
): Promise<Map<string, GoingRow>> {
  const members = new Map<string, GoingRow>();
  for (let from = 0; from < keys.length; from += BATCH) {
    for (const row of await readGoing(core.db.tenant(context.organizationId), keys.slice(from, from + BATCH))) {
      const after = rowsAfter.get(row.key);
      members.set(row.key, after ? asGoing(after) : row);
    }
  }
  return members;
}

interface Judged {
  set: DeletionSet;
  byKey: ReadonlyMap<string, KnownDeletion>;
  cascading: ReadonlySet<string>;
  detaching: ReadonlySet<string>;
  orphans: ReadonlySet<string>;
  types: OrganizationTypes;
  refusals: readonly Refusal[];
  written: WrittenEdges;
}

async function judge(
  core: Core,
  context: RequestContext,
  judged: Judged,
): Promise<Omit<DeletionDecision, "dependents">> {
  const { set, byKey, cascading, detaching, orphans, types, written } = judged;
  const tenant = core.db.tenant(context.organizationId);
  const issues = new Map<string, ValidationIssue[]>();
  const errors: DomainError[] = [];
  const add = ({ key, issue, error }: Refusal): void => {
    const own = issues.get(key);
    if (own) own.push(issue);
    else issues.set(key, [issue]);
    errors.push(error);
  };
  const refuse = (member: string, error: DomainError): void => {
    const key = set.roots.get(member)?.target ?? member;
    const { index = 0, pruned } = byKey.get(key) ?? {};
    const loc = pruned ? ["prune"] : ["delete", index];
    add({ key, error, issue: { loc, msg: error.message, type: error.code } });
  };
  for (const refusal of judged.refusals) add(refusal);
  for (const [key, row] of set.members) {
    if (row.deletion_protected) {
      const facts = { resource_id: row.id, protected: [row.id] };
      refuse(key, new DomainError("deletion_protected", `${key} is protected from deletion`, facts));
    }
  }
  const { detached, needed } = divide(set, detaching);
  for (const { row, member } of needed) {
    const facts = { resource_id: set.members.get(member)?.id ?? member, dependents: [row.id] };
    refuse(member, new DomainError("has_dependents", `${row.key} depends on ${member}`, facts));
  }
  for (const { member, error } of await findEndlessWaits(tenant, { ...set, outsiders: detached }, orphans, written)) {
    refuse(member, error);
  }
  if (detached.length > 0) {
    const rows = await readResources(tenant, [...set.members.keys()]);
    const [first] = detaching;
    for (const obstacle of detachObstacles(core, context, rows, detached, types)) refuse(first as string, obstacle);
  }
  const busy = [...set.members.values()]
    .filter((row) => isProcessing(row.lifecycle_state) && !isLeaving(row))
    .map(({ key }) => key);
  const members = new Map([...set.members].filter(([, row]) => !isBeingDeleted(row)));
  const joined = new Map([...set.members].filter(([, row]) => isBeingDeleted(row)));
  const deletions = { members, joined, targets: [...byKey.keys()], cascading, detaching, orphans, detached };
  return { deletions, roots: set.roots, edges: set.edges, issues, refusals: errors, busy };
}

/** Dependents outside the set: those that are detached, and those that stand in the way. */
function divide(
  set: DeletionSet,
  detaching: ReadonlySet<string>,
): { detached: ResourceRow[]; needed: { row: ResourceRow; member: string }[] } {
  const detached: ResourceRow[] = [];
  const needed: { row: ResourceRow; member: string }[] = [];
  const edges = Map.groupBy(
    set.edges.filter((edge) => edge.kind === "dependency" && set.members.has(edge.to_key)),
    ({ from_key }) => from_key,
  );
  for (const row of set.outsiders) {
    const members = (edges.get(row.key) ?? []).map(({ to_key }) => to_key);
    const kept = members.filter((member) => !detaching.has(set.roots.get(member)?.target ?? ""));
    if (kept.length === 0) detached.push(row);
    else needed.push(...kept.map((member) => ({ row, member })));
  }
  return { detached, needed };
}
