import { isReady } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesFrom } from "../sql/by-key.ts";
import { inState } from "../sql/lifecycle.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** The grouping of resources: by type, by the first of their tags, or by set. */
export type GroupedBy = "type" | "tag" | "set";

export interface GroupedQuery {
  by: GroupedBy;
  provider: string | null;
  /** The group whose members are shown one by one. */
  open: string | null;
  /** Resources looked at: the first by name. */
  limit: number;
  /** Groups, the largest; the others are one. */
  groups: number;
  /** Members of the open group, those that are not ready first; the others stay a group. */
  members: number;
}

/** A group or a member, as far as it is in one state. */
export interface PlaceRow {
  /** See {@link Place}. */
  place: string;
  lifecycle_state: ResourceRow["lifecycle_state"];
  count: number;
}

export interface PlaceEdgeRow {
  from_place: string;
  to_place: string;
  kind: "dependency" | "owner";
}

/** The first letter of a place says what the rest is: the key of a member, the name of a group, or nothing. */
export const PLACES = { member: "m", group: "g", others: "o" } as const;

// Each resource that is looked at, with the place where it is drawn. Sorted, not joined: a plan made for the few resources
// of most organizations would compare each of many with each other one.
const placed = `found AS MATERIALIZED (
     SELECT r.key, r.lifecycle_state, row_number() OVER () AS position,
       CASE $2::text WHEN 'tag' THEN COALESCE(r.tags[1], '') WHEN 'set' THEN COALESCE(r.set, '') ELSE r.provider || '/' || r.resource END AS name
     FROM (
       SELECT * FROM resources r WHERE r.organization_id = $1 AND ($3::text IS NULL OR r.provider = $3)
       ORDER BY r.name, r.provider, r.resource LIMIT $5
     ) AS r
   ), sized AS MATERIALIZED (
     SELECT *, count(*) OVER (PARTITION BY name) AS size FROM found
   ), placed AS MATERIALIZED (
     SELECT s.key, s.lifecycle_state, CASE
       WHEN s.name = $4::text AND row_number() OVER (PARTITION BY s.name ORDER BY (${inState("s", isReady)}), s.position) <= $7::int
         THEN '${PLACES.member}' || s.key
       WHEN dense_rank() OVER (ORDER BY s.size DESC, s.name) > $6::int AND s.name IS DISTINCT FROM $4::text THEN '${PLACES.others}'
       ELSE '${PLACES.group}' || s.name END AS place
     FROM sized s
   )`;

// One statement: placing thousands takes longer than the rest.
const drawn = tenantStatement(
  "grouped_graph",
  `WITH ${placed}, led AS MATERIALIZED (
     SELECT s.place AS from_place, e.to_key, e.kind FROM placed s CROSS JOIN LATERAL (${edgesFrom("s.key")}) AS e
     WHERE e.kind <> 'running'
   ), met AS (
     SELECT from_place, kind, max(place) OVER (PARTITION BY key) AS to_place FROM (
       SELECT key, place, NULL AS from_place, NULL AS kind FROM placed
       UNION ALL SELECT to_key, NULL, from_place, kind FROM led
     ) AS placed_or_led
   )
   SELECT * FROM (
     SELECT place, lifecycle_state, count(*)::int AS count, NULL AS to_place, NULL AS kind FROM placed
     GROUP BY place, lifecycle_state
     UNION ALL (
       SELECT from_place, NULL, count(*)::int, to_place, kind FROM met WHERE from_place <> to_place
       GROUP BY from_place, to_place, kind ORDER BY count(*) DESC, from_place, to_place LIMIT $8
     )
   ) AS drawn
   ORDER BY kind IS NOT NULL, CASE WHEN kind IS NOT NULL THEN -count END, place, to_place, lifecycle_state`,
);

interface DrawnRow {
  place: string;
  /** Null of an edge. */
  lifecycle_state: PlaceRow["lifecycle_state"] | null;
  count: number;
  /** Both null of a place. */
  to_place: string | null;
  kind: PlaceEdgeRow["kind"] | null;
}

/**
 * Groups and members by their states, and the edges between them, each once however many resources it stands for.
 * @param mostEdges those that stand for the most come first
 */
export async function findGroupedGraph(
  tenant: Tenant,
  { by, provider, open, limit, groups, members }: GroupedQuery,
  mostEdges: number,
): Promise<{ places: PlaceRow[]; edges: PlaceEdgeRow[] }> {
  const rows = await tenant.query<DrawnRow>(drawn, by, provider, open, limit, groups, members, mostEdges);
  return {
    places: rows.flatMap(({ place, lifecycle_state, count }) =>
      lifecycle_state ? [{ place, lifecycle_state, count }] : [],
    ),
    edges: rows.flatMap(({ place, to_place, kind }) =>
      to_place && kind ? [{ from_place: place, to_place, kind }] : [],
    ),
  };
}
