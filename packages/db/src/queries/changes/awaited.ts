import { type ErrorKind, isPending } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { blockersOf } from "../graph/deletion-blockers.ts";
import { edgesFrom, resourceByKey } from "../sql/by-key.ts";
import { errorKind } from "../sql/error-kind.ts";
import { awaitsHandOver, blocksDependents, inState, isToBeDecided, usesConnectionOfAnother } from "../sql/lifecycle.ts";
import { endingEvent, type ResourceRow } from "../sql/resource-row.ts";

/** A resource that another one waits for, directly or not, and what is known of it. */
export interface AwaitedRow {
  key: string;
  /** A resource that waits for this one: of those, one that is the fewest steps from the start. Null for the start. */
  waiter: string | null;
  /** It waits for others itself. */
  waits: boolean;
  /** The connection that keeps it, whatever state that is in: it is of another provider. */
  unfit_connection: string | null;
  /** Null if it does not exist. */
  lifecycle_state: ResourceRow["lifecycle_state"] | null;
  provisioned: boolean | null;
  deleting: boolean;
  stale: boolean;
  /** Null if it does not exist. */
  paused: boolean | null;
  error: string | null;
  error_kind: ErrorKind;
  state_changed_at: string | null;
  /** See `ResourceRow`. */
  ending_event_id: string | null;
  event_id: string | null;
  /** How often its event was handed to a provider. */
  attempt: number | null;
  /** When the next attempt is due, if it is not yet. */
  next_attempt_at: string | null;
}

/** It waits for dependencies, if any of them blocks it. */
function waitsForDependencies(alias: string): string {
  return `${alias}.deleting_since IS NULL AND ((${awaitsHandOver(alias)}) OR (${isToBeDecided(alias)}))`;
}

/**
 * SQL for the keys that a resource waits for: dependencies, or what its deletion has to leave first. A connection of another
 * provider is left out: no state of it would help.
 */
function waitsOf(key: string): string {
  return `(SELECT e.to_key AS key FROM (${resourceByKey(key)}) w CROSS JOIN LATERAL (${edgesFrom("w.key")}) e
      LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
      WHERE e.kind = 'dependency' AND ${waitsForDependencies("w")}
        AND (${blocksDependents("d")}) AND ${usesConnectionOfAnother("w", "e.to_key")} IS NOT TRUE
    UNION ALL
    SELECT b.key FROM (${resourceByKey(key)}) w CROSS JOIN LATERAL (SELECT r.key ${blockersOf("w.key")}) b
      WHERE w.deleting_since IS NOT NULL AND ${inState("w", isPending)})`;
}

// A walk keeps the order of its steps, so that a place in it says which of two is nearer to the start.
const awaited = tenantStatement(
  "awaited",
  `WITH RECURSIVE reached(key) AS (
     SELECT $2::text COLLATE "C"
     UNION
     SELECT n.key FROM reached CROSS JOIN LATERAL ${waitsOf("reached.key")} n
   ), nearest AS MATERIALIZED (
     SELECT key, row_number() OVER () AS place FROM (SELECT key FROM reached LIMIT $3) AS first
   ), led AS MATERIALIZED (
     SELECT n.key AS to_key, nearest.key AS from_key, nearest.place FROM nearest CROSS JOIN LATERAL ${waitsOf("nearest.key")} n
   ), via AS (
     SELECT DISTINCT ON (led.to_key) led.to_key, led.from_key FROM led ORDER BY led.to_key, led.place
   )
   SELECT nearest.key, CASE WHEN nearest.place > 1 THEN via.from_key END AS waiter,
     EXISTS (SELECT 1 FROM led WHERE led.from_key = nearest.key) AS waits,
     CASE WHEN ${waitsForDependencies("r")} AND ${usesConnectionOfAnother("r", "r.connection")} THEN r.connection END
       AS unfit_connection,
     r.lifecycle_state, r.provisioned, r.deleting_since IS NOT NULL AS deleting, r.stale_since IS NOT NULL AS stale, r.paused, r.error,
     ${errorKind("r", "r.error")} AS error_kind, r.state_changed_at, ${endingEvent}, r.pending_event_id AS event_id, ev.attempt,
     CASE WHEN ev.not_before > now() THEN ev.not_before END AS next_attempt_at
   FROM nearest LEFT JOIN via ON via.to_key = nearest.key
   LEFT JOIN LATERAL (${resourceByKey("nearest.key")}) r ON true
   LEFT JOIN events ev ON ev.organization_id = $1 AND ev.id = r.pending_event_id
   ORDER BY nearest.place`,
);

/**
 * A resource, and all that it waits for, directly or not: the nearest first, `limit` at most. Each is visited once, however
 * many wait for it.
 */
export function findAwaited(tenant: Tenant, key: string, limit: number): Promise<AwaitedRow[]> {
  return tenant.query<AwaitedRow>(awaited, key, limit);
}

/** One of the dependencies that a resource waits for. */
export interface FirstAwaited {
  from_key: string;
  key: string;
  /** Null if it does not exist. */
  state: ResourceRow["lifecycle_state"] | null;
}

const first = tenantStatement(
  "first_awaited",
  `SELECT t.key AS from_key, f.key, f.state FROM unnest($2::text[]) AS t(key)
   CROSS JOIN LATERAL (${resourceByKey("t.key", "connection, provider")}) AS w
   CROSS JOIN LATERAL (
     SELECT e.to_key AS key, d.lifecycle_state AS state FROM (${edgesFrom("t.key")}) e
     LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
     WHERE e.kind = 'dependency' AND (${blocksDependents("d")} OR ${usesConnectionOfAnother("w", "e.to_key")}) LIMIT 1
   ) f ORDER BY t.key`,
);

/** For each of some resources any one dependency that blocks it; those that nothing blocks are left out. */
export function findFirstAwaited(tenant: Tenant, keys: readonly string[]): Promise<FirstAwaited[]> {
  return tenant.query<FirstAwaited>(first, keys);
}
