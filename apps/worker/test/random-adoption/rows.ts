import type { World } from "../../../../packages/core/test/support/world.ts";

/** A resource as it is stored, its JSON parsed. */
export interface Row {
  key: string;
  id: string;
  config: { title: string; kind: string; content: unknown };
  ran: { title: string; kind: string; content: unknown } | null;
  outputs: { serial: number; content: string } | null;
  lifecycle_state: string;
  error: string | null;
  identity: string | null;
  provisioned: boolean;
  isStale: boolean;
  version: string;
}

/** All resources of the organization, by key. */
export async function readRows({ pool, org }: World): Promise<Map<string, Row>> {
  const { rows } = await pool.query<Row>(
    `SELECT key, id, config, applied_config AS ran, outputs, lifecycle_state, error, identity, provisioned,
       stale_since IS NOT NULL AS "isStale", version::text
     FROM resources WHERE organization_id = $1 ORDER BY key`,
    [org.id],
  );
  return new Map(rows.map((row) => [row.key, row]));
}
