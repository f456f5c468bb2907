import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { MAX_BIGINT } from "../sql/max-bigint.ts";

/** A change of the state of a resource beside another one. */
export interface NeighbourEvent {
  key: string;
  /** Relation to the other one: its dependency, or its dependent. */
  relation: "dependency" | "dependent";
  /** bigint as text. Null, with all that follows, for a dependency that neither exists nor did. */
  id: string | null;
  timestamp: string | null;
  event_type: string | null;
  from_state: string | null;
  to_state: string | null;
  error: string | null;
  event_id: string | null;
  /** False for an entry of a dependent that somebody else caused, and that ends what this one had caused. */
  caused: boolean;
}

/** How many neighbours of each kind are looked at, by key. */
const MOST_LOOKED_AT = 200;
/** How many entries of a neighbour are looked through, from the first of the part on. */
const LOOKED_THROUGH = 100;
/** Enough for five attempts with their pauses. */
export const MOST_NEIGHBOUR_EVENTS = 20;

const columns = "c.id, c.timestamp, c.event_type, c.from_state, c.to_state, c.error, c.event_id";

// `id + 0` matches the index by resource (see the history). A dependency may have been on its way before. What follows a
// mark as stale ends it, though somebody else may have caused it. `METADATA` says nothing of states.
const find = tenantStatement(
  "neighbour_history",
  `WITH near AS (
     (SELECT to_key AS key, 'dependency' AS relation FROM edges
      WHERE organization_id = $1 AND from_key = $2 AND kind = 'dependency' ORDER BY to_key LIMIT ${MOST_LOOKED_AT})
     UNION ALL
     (SELECT from_key, 'dependent' FROM edges
      WHERE organization_id = $1 AND to_key = $2 AND kind = 'dependency' ORDER BY from_key LIMIT ${MOST_LOOKED_AT})
   )
   SELECT n.key, n.relation, h.id, h.timestamp, h.event_type, h.from_state, h.to_state, h.error, h.event_id,
     COALESCE(h.caused, false) AS caused
   FROM near n LEFT JOIN LATERAL (
     (SELECT ${columns}, true AS caused FROM resource_changes c
      WHERE n.relation = 'dependency' AND c.organization_id = $1 AND c.resource_key = n.key AND c.id + 0 < $3::bigint
      ORDER BY c.id + 0 DESC LIMIT 1)
     UNION ALL
     (SELECT ${columns}, n.relation = 'dependency' OR c.correlation_id = $5 AS caused FROM (
        SELECT c.*, lag(c.event_type = 'STALE' AND c.correlation_id = $5) OVER (ORDER BY c.id) AS ends FROM (
          SELECT * FROM resource_changes c
          WHERE c.organization_id = $1 AND c.resource_key = n.key AND c.id + 0 >= $3::bigint
            AND c.id + 0 <= CASE n.relation WHEN 'dependency' THEN COALESCE($4::bigint, ${MAX_BIGINT}) ELSE ${MAX_BIGINT} END
          ORDER BY c.id + 0 LIMIT ${LOOKED_THROUGH}
        ) AS c WHERE c.event_type <> 'METADATA'
      ) AS c WHERE n.relation = 'dependency' OR c.correlation_id = $5 OR c.ends
      ORDER BY c.id LIMIT ${MOST_NEIGHBOUR_EVENTS})
   ) AS h ON true
   WHERE h.id IS NOT NULL OR (n.relation = 'dependency' AND NOT EXISTS (${resourceByKey("n.key", "1")}))
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
 * Changes meanwhile of a resource's dependencies, from the state that each was in at first, and changes of its dependents in
 * consequence. By relation and key, each in the order of time.
 */
export function findNeighbourHistory(
  tenant: Tenant,
  key: string,
  { first, last, correlationId }: HistoryPart,
): Promise<NeighbourEvent[]> {
  return tenant.query<NeighbourEvent>(find, key, first, last, correlationId);
}
