import { resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findIdentities,
  findSetMembers,
  lockClaims,
  lockEdgesOfMany,
  lockGraph,
  lockStanding,
  lockVersions,
  type OutgoingEdges,
  type ResourceRow,
  readBasis,
  type VersionRow,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import { mostMembers } from "../decide/decide-change.ts";
import type { Claim, Claims, DecidedChange, DecidedDocument } from "../decide/decision.ts";
import { refuseCycles } from "../decide/find-cycles.ts";
import { standsStill } from "../decide/standing.ts";

/** Whether a decided change deletes anything, or joins a deletion. */
export function deletesAny({ deletions }: DecidedChange): boolean {
  return deletions.members.size + deletions.joined.size > 0;
}

/**
 * Locks all that a decided change relies on, in the order that all writers share: sets and absence, the graph and its edges,
 * then rows by key, also those that it does not write. One that adds no edge and deletes nothing takes no lock of the graph.
 *
 * @param written the documents that it writes
 * @returns the locked rows, by key
 * @throws ConcurrentChange if anything is not as it was decided upon
 */
export async function lockDecided(
  core: Core,
  context: RequestContext,
  decided: DecidedChange,
  written: readonly DecidedDocument[],
): Promise<ReadonlyMap<string, VersionRow>> {
  await lockClaimed(core, context, decided, written);
  if (deletesAny(decided)) await lockGraph(core.db.tenant(context.organizationId));
  await lockEdges(core, context, written);
  return lockRows(core, context, decided, written);
}

/** Locks what new edges could close a cycle with, and looks for one once more. */
async function lockEdges(core: Core, context: RequestContext, written: readonly DecidedDocument[]): Promise<void> {
  const adding = written.filter(({ existing, write: change }) => addsEdges(existing, change?.effects.edges));
  if (adding.length === 0) return;
  const targets = adding.flatMap(({ write: change }) => {
    const { dependencies = [], owners = [] } = change?.effects.edges ?? {};
    return [...dependencies, ...owners];
  });
  const subjects = adding.map(({ key }) => key);
  await lockEdgesOfMany(core.db.tenant(context.organizationId), subjects, [...new Set(targets)]);
  // All of them, since one that drops an edge may open the way for another's.
  const again = written.map((document) => ({ ...document, issues: [] }));
  await refuseCycles(core, context, again);
  if (again.some(({ issues }) => issues.length > 0)) throw new ConcurrentChange();
}

function addsEdges(existing: ResourceRow | undefined, edges: OutgoingEdges | undefined): boolean {
  if (!edges) return false;
  // One that is being deleted waits for others than its edges lead to: a withdrawal is a new beginning for them.
  if (!existing || isLeaving(existing)) return edges.dependencies.length + edges.owners.length > 0;
  const before = new Set([
    ...(JSON.parse(existing.dependencies) as Parameters<typeof resourceKey>[0][]).map(resourceKey),
    ...(JSON.parse(existing.owner_references) as Parameters<typeof resourceKey>[0][]).map(resourceKey),
  ]);
  return [...edges.dependencies, ...edges.owners].some((key) => !before.has(key));
}

/**
 * Locks what the change relies on and no row stands for, and looks at it again: the members of a set that it prunes, and that
 * something does not exist.
 */
async function lockClaimed(
  core: Core,
  { organizationId }: RequestContext,
  { request, claims: { absent }, members }: DecidedChange,
  written: readonly DecidedDocument[],
): Promise<void> {
  const tenant = core.db.tenant(organizationId);
  const sets = new Set(written.flatMap(setsWritten));
  if (request.set !== null) sets.add(request.set);
  const locks = [...sets].map((set) => ({ name: `set:${set}`, isExclusive: members !== null && set === request.set }));
  const creates = written.some(({ existing }) => !existing);
  if (absent.length > 0 || creates) locks.push({ name: "absence", isExclusive: absent.length > 0 });
  await lockClaims(tenant, locks);
  if (absent.length > 0 && (await findIdentities(tenant, absent)).length > 0) throw new ConcurrentChange();
  if (members === null || request.set === null) return;
  const now = await findSetMembers(tenant, request.set, mostMembers(request));
  const before = new Set(members);
  if (now.length !== before.size || now.some(({ key }) => !before.has(key))) throw new ConcurrentChange();
}

/** Sets that get or lose it. */
function setsWritten({ existing, write: change }: DecidedDocument): string[] {
  const { patch } = change ?? {};
  if (patch === undefined || !("set" in patch)) return [];
  return [existing?.set, patch.set].filter((set) => typeof set === "string");
}

/** All at once and in order, so that no two changes wait for each other. */
async function lockRows(
  core: Core,
  context: RequestContext,
  { deletions, claims, types }: DecidedChange,
  written: readonly DecidedDocument[],
): Promise<ReadonlyMap<string, VersionRow>> {
  const expected = new Map<string, string>();
  for (const { key, existing } of written) if (existing) expected.set(key, existing.version);
  for (const [key, { version }] of deletions.members) if (!expected.has(key)) expected.set(key, version);
  for (const { key, version } of deletions.detached) if (!expected.has(key)) expected.set(key, version);
  const claimed = [...claims.unchanged, ...claims.guards];
  const { standing } = claims;
  const keys = new Set([...expected.keys(), ...claimed.map(({ key }) => key)]);
  if (keys.size === 0 && standing === null) return new Map();
  const tenant = core.db.tenant(context.organizationId);
  const rows = standing
    ? await lockStill(tenant, [...keys], standing, types)
    : await lockVersions(tenant, [...keys].sort());
  for (const [key, version] of expected) if (rows.get(key)?.version !== version) throw new ConcurrentChange();
  await compareClaimed(tenant, claimed, rows);
  return rows;
}

/** Locks also what a plan found unchanged, as long as that stands as it did. */
async function lockStill(
  tenant: Tenant,
  keys: readonly string[],
  standing: NonNullable<Claims["standing"]>,
  types: OrganizationTypes,
): Promise<ReadonlyMap<string, VersionRow>> {
  const { rows, versions } = await lockStanding(tenant, keys, standing.keys);
  const found = standing.keys.map((key) => ({ key, version: versions.get(key) ?? "" }));
  if (!standsStill(standing, found, types)) throw new ConcurrentChange();
  return rows;
}

/** Reads all that was decided upon, for rows that were written since or have a condition. */
async function compareClaimed(
  tenant: Tenant,
  claimed: readonly Claim[],
  rows: ReadonlyMap<string, VersionRow>,
): Promise<void> {
  const compared = claimed.filter(({ key, version }) => version === undefined || rows.get(key)?.version !== version);
  if (compared.length === 0) return;
  const found = await readBasis(
    tenant,
    compared.map(({ key }) => key),
  );
  const facts = new Map(found.map((row) => [row.key, row]));
  for (const { key, holds } of compared) {
    const [row, locked] = [facts.get(key), rows.get(key)];
    if (!holds(row && locked && { ...row, ...locked })) throw new ConcurrentChange();
  }
}
