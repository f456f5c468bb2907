import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { MAX_BIGINT } from "./max-bigint.ts";

/** A change of the state of a resource beside another one. */
export interface NeighbourEvent {
  key: string;
  /** What the other one depends on, or what depends on it. */
  relation: "dependency" | "dependent";
  /** bigint as text. */
  id: string;
  timestamp: string;
  event_type: string;
  from_state: string | null;
  to_state: string | null;
  error: string | null;
  event_id: string | null;
}

/** How many neighbours of each kind are looked at, by key. */
const MOST_LOOKED_AT = 200;
/** Enough for five attempts with their pauses. */
const MOST_EVENTS = 20;

// `id + 0` matches the index by resource (see the history). A dependency may have been on its way before, and `METADATA`
// says nothing of states.
const find = tenantStatement(
  "neighbour_history",
  `WITH near AS (
     (SELECT to_key AS key, 'dependency' AS relation FROM edges
      WHERE organization_id = $1 AND from_key = $2 AND kind = 'dependency' ORDER BY to_key LIMIT ${MOST_LOOKED_AT})
     UNION ALL
     (SELECT from_key, 'dependent' FROM edges
      WHERE organization_id = $1 AND to_key = $2 AND kind = 'dependency' ORDER BY from_key LIMIT ${MOST_LOOKED_AT})
   )
   SELECT n.key, n.relation, h.id, h.timestamp, h.event_type, h.from_state, h.to_state, h.error, h.event_id
   FROM near n CROSS JOIN LATERAL (
     SELECT * FROM (
       SELECT * FROM resource_changes c
       WHERE n.relation = 'dependency' AND c.organization_id = $1 AND c.resource_key = n.key AND c.id + 0 < $3::bigint
         AND c.event_type <> 'METADATA'
       ORDER BY c.id + 0 DESC LIMIT 1
     ) AS before
     UNION ALL
     SELECT * FROM (
       SELECT * FROM resource_changes c
       WHERE c.organization_id = $1 AND c.resource_key = n.key AND c.id + 0 >= $3::bigint AND c.event_type <> 'METADATA'
         AND (CASE n.relation WHEN 'dependency' THEN c.id + 0 <= COALESCE($4::bigint, ${MAX_BIGINT})
              ELSE c.correlation_id = $5 END)
       ORDER BY c.id + 0 LIMIT ${MOST_EVENTS}
     ) AS within
   ) AS h
   ORDER BY n.relation, n.key, h.id`,
);

/** A part of a resource's history. */
export interface HistoryPart {
  /** Id of its first entry. */
  first: string;
  /** Id of its last entry; null if it goes on. */
  last: string | null;
  correlationId: string;
}

/**
 * What happened meanwhile to what a resource depends on, from the state that it was in at first, and what happened to its
 * dependents in consequence. By relation and key, each in the order of time.
 */
export function findNeighbourHistory(
  tenant: Tenant,
  key: string,
  { first, last, correlationId }: HistoryPart,
): Promise<NeighbourEvent[]> {
  return tenant.query<NeighbourEvent>(find, key, first, last, correlationId);
}
