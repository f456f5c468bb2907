import type { GraphEdge, LifecycleState } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findAffectedEdges,
  findEdgesLeadingTo,
  findOwnersLeft,
  findPresented,
  findReach,
  type GoingRow,
  type IncomingEdge,
  readGoing,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { inTurns } from "../../foundation/common/in-turns.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { blocksDependents, isHeld, isMarked } from "../lifecycle/index.ts";
import { affectedBy, type DeletionEffect, deletionEffects, updatedBy, waitingFor } from "./blast-radius.ts";
import { graphId } from "./graph-id.ts";

/** A resource that something follows for, from what becomes of another. */
export interface AffectedResource {
  id: string;
  key: string;
  lifecycle_state: LifecycleState;
  /** Edges to the start, at least. */
  distance: number;
  /** Key of one that it is affected through, nearer to the start. Null for the start. */
  through: string | null;
  /** It is decided again when values of the start change, and updated if they reach it. */
  updated: boolean;
  /** It waits for the start to become ready. */
  waiting: boolean;
  /** The effect of deleting the start on it; null if none. */
  deletion: DeletionEffect | null;
  /** It is protected from deletion. */
  protected: boolean;
}

/** Resources affected by one, as a part of the graph. */
export interface BlastRadius {
  /** The resource itself, then all that it affects, the nearest first. */
  affected: AffectedResource[];
  /** The edges between them. */
  edges: GraphEdge[];
  /** There is more than was looked at. */
  truncated: boolean;
}

/** Looked at, counting the resource itself. */
const MAX_AFFECTED = 1000;
const MAX_EDGES = 20_000;

/**
 * Finds the resources affected by one: those updated when its values change, and those its deletion takes along or is refused
 * for. Decided by what a change and a deletion go by. At most 1,000 resources and 20,000 edges are looked at, the nearest first.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export function getBlastRadius(core: Core, { organizationId }: RequestContext, id: string): Promise<BlastRadius> {
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const start = await findPresented(tenant, id);
    if (!start) throw notFound("Resource");
    const { rows, edges, updating, owners, truncated } = await readAround(tenant, start.key);
    const updated = updatedBy(start.key, updating);
    const blocks = blocksDependents({
      state: start.lifecycle_state,
      provisioned: start.provisioned,
      stale: isMarked(start),
      held: isHeld(start),
    });
    const waiting = blocks ? waitingFor(start.key, edges, rows) : new Set<string>();
    const deletion = await inTurns(deletionEffects(start.key, { edges, owners }, rows));
    const steps = affectedBy(start.key, edges).filter(({ key }) => rows.has(key));
    return {
      affected: steps.map(({ key, distance, through }) => {
        const row = rows.get(key) as GoingRow;
        return {
          id: graphId(key),
          key,
          lifecycle_state: row.lifecycle_state,
          distance,
          through,
          // A resource that waits for its first values gets whatever is there then.
          updated: updated.has(key) && !waiting.has(key),
          waiting: waiting.has(key),
          deletion: deletion.get(key) ?? null,
          protected: row.deletion_protected,
        };
      }),
      edges: edges.flatMap(({ from_key, to_key, kind }) =>
        kind === "running" ? [] : [{ from: graphId(from_key), to: graphId(to_key), kind }],
      ),
      truncated,
    };
  });
}

/** Reads all that leads to a resource, directly or not, and those that run with any of it. */
async function readAround(tenant: Tenant, start: string) {
  const reached = [...(await findReach(tenant, start, "downstream", { depth: undefined, limit: MAX_AFFECTED }))];
  const keys = reached.slice(0, MAX_AFFECTED);
  const leading = await findEdgesLeadingTo(tenant, keys, MAX_EDGES + 1);
  const updating = await findAffectedEdges(tenant, [start], MAX_EDGES + 1);
  const runners = leading.flatMap(({ kind, from_key }) => (kind === "running" ? [from_key] : []));
  const found = await readGoing(tenant, [...new Set([...keys, ...runners])].slice(0, 2 * MAX_AFFECTED));
  const rows = new Map(found.map((row) => [row.key, row]));
  const edges = leading.slice(0, MAX_EDGES).filter(({ from_key }: IncomingEdge) => rows.has(from_key));
  const owned = edges.flatMap(({ kind, from_key }) => (kind === "owner" ? [from_key] : []));
  const owners = owned.length === 0 ? [] : await findOwnersLeft(tenant, [...new Set(owned)]);
  const truncated = reached.length > MAX_AFFECTED || leading.length > MAX_EDGES || updating.length > MAX_EDGES;
  return { rows, edges, updating, owners, truncated };
}
