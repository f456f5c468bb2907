import type { World } from "../../support/world.ts";

/** A resource as it is stored. JSON is text. */
export interface Row {
  key: string;
  version: string;
  generation: number;
  config: string;
  resolved_config: string | null;
  applied_config: string | null;
  succeeded_config: string | null;
  outputs: string | null;
  lifecycle_state: string;
  pending_event_id: string | null;
  error: string | null;
  dependencies: string;
  explicit_dependencies: number;
  owner_references: string;
  tags: string[] | null;
  set: string | null;
  deletion_protected: boolean;
  provisioned: boolean;
  is_stale: boolean;
  is_leaving: boolean;
}

/** All resources of the organization, by key. */
export async function readRows({ pool, org }: World): Promise<Map<string, Row>> {
  const { rows } = await pool.query<Row>(
    `SELECT key, version::text, generation, config::text, resolved_config::text, applied_config::text, succeeded_config::text,
       outputs::text, lifecycle_state, pending_event_id, error, dependencies::text, explicit_dependencies,
       owner_references::text, tags, set, deletion_protected, provisioned, stale_since IS NOT NULL AS is_stale,
       deleting_since IS NOT NULL AS is_leaving
     FROM resources WHERE organization_id = $1 ORDER BY key`,
    [org.id],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** The user's part of a resource: marks and settlements of its dependencies are no part of it. */
function written(row: Row | undefined): string {
  if (!row) return "gone";
  const { generation, config, pending_event_id, lifecycle_state, is_leaving, dependencies, tags, set } = row;
  const { deletion_protected } = row;
  return JSON.stringify([
    generation,
    config,
    pending_event_id,
    lifecycle_state,
    is_leaving,
    dependencies,
    tags,
    set,
    deletion_protected,
  ]);
}

/** Keys of what differs. */
export function differing(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): Set<string> {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return new Set([...keys].filter((key) => written(before.get(key)) !== written(after.get(key))));
}

/** Rows that are ready, and stay. */
export function settledRows(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].filter((row) => row.lifecycle_state === "ready" && !row.is_leaving && !row.is_stale);
}
