import { isReady } from "@pragma/contract";
import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { edgesFrom } from "./by-key.ts";
import { inState } from "./lifecycle.ts";
import type { ResourceRow } from "./resource-row.ts";

/** What resources are grouped by: their type, the first of their tags, or their set. */
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

// Each resource that is looked at, with the place where it is drawn.
const placed = `found AS MATERIALIZED (
     SELECT r.key, r.lifecycle_state, row_number() OVER () AS position,
       CASE $2::text WHEN 'tag' THEN COALESCE(r.tags[1], '') WHEN 'set' THEN COALESCE(r.set, '') ELSE r.provider || '/' || r.resource END AS name
     FROM (
       SELECT * FROM resources r WHERE r.organization_id = $1 AND ($3::text IS NULL OR r.provider = $3)
       ORDER BY r.name, r.provider, r.resource LIMIT $5
     ) AS r
   ), sizes AS MATERIALIZED (
     SELECT name, row_number() OVER (ORDER BY count(*) DESC, name) AS rank FROM found GROUP BY name
   ), placed AS MATERIALIZED (
     SELECT f.key, f.lifecycle_state, CASE
       WHEN f.name = $4::text AND row_number() OVER (PARTITION BY f.name ORDER BY (${inState("f", isReady)}), f.position) <= $7::int
         THEN '${PLACES.member}' || f.key
       WHEN s.rank > $6::int AND f.name IS DISTINCT FROM $4::text THEN '${PLACES.others}'
       ELSE '${PLACES.group}' || f.name END AS place
     FROM found f JOIN sizes s ON s.name = f.name
   )`;

const places = tenantStatement(
  "graph_places",
  `WITH ${placed}
   SELECT place, lifecycle_state, count(*)::int AS count FROM placed GROUP BY place, lifecycle_state ORDER BY place, lifecycle_state`,
);

const edges = tenantStatement(
  "graph_place_edges",
  `WITH ${placed}
   SELECT s.place AS from_place, t.place AS to_place, e.kind FROM placed s
   CROSS JOIN LATERAL (${edgesFrom("s.key")}) AS e JOIN placed t ON t.key = e.to_key
   WHERE e.kind <> 'running' AND s.place <> t.place
   GROUP BY s.place, t.place, e.kind ORDER BY count(*) DESC, s.place, t.place LIMIT $8`,
);

function parameters({ by, provider, open, limit, groups, members }: GroupedQuery) {
  return [by, provider, open, limit, groups, members] as const;
}

/** Groups and members by their states. */
export function findPlaces(tenant: Tenant, query: GroupedQuery): Promise<PlaceRow[]> {
  return tenant.query<PlaceRow>(places, ...parameters(query));
}

/** The edges between groups and members, each once however many resources it stands for; at most `limit`. */
export function findPlaceEdges(tenant: Tenant, query: GroupedQuery, limit: number): Promise<PlaceEdgeRow[]> {
  return tenant.query<PlaceEdgeRow>(edges, ...parameters(query), limit);
}
