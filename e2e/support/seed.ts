import { createPool } from "@pragma/db";
import { stackInfo } from "./stack-info.ts";

/**
 * Writes ready resources of 12 types straight into the database, each needing another one of the type before. Ten in a
 * thousand have failed; their tags are those of 40 teams. With `textLength`, the config of each has a text of so many characters.
 */
export async function seedGraph(organizationId: string, count: number, textLength = 0): Promise<void> {
  const pool = createPool({ url: stackInfo().databaseUrl, name: "pragma-e2e-seed", max: 1 });
  const key = (n: string): string => `'bench/type-' || ${n} % 12 || '/item-' || lpad((${n})::text, 6, '0')`;
  try {
    await pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, resolved_config, handed_config,
         applied_config, outputs, tags, has_tags, lifecycle_state, observed_generation, provisioned, applied_by)
       SELECT $1, ${key("n")}, 'resource:bench_type-' || n % 12 || '_item-' || lpad(n::text, 6, '0'), 'bench', 'type-' || n % 12,
         'item-' || lpad(n::text, 6, '0'),
         CASE WHEN $3::int = 0 THEN '{}'::jsonb ELSE jsonb_build_object('text', repeat('x', $3)) END, '{}', '{}', '{}', '{}', ARRAY['team-' || n % 40], true,
         CASE WHEN n % 100 = 57 THEN 'failed' ELSE 'ready' END, 1, true, '{}'
       FROM generate_series(0, $2::int - 1) AS n`,
      [organizationId, count, textLength],
    );
    await pool.query(
      `INSERT INTO edges (organization_id, from_key, to_key, kind)
       SELECT $1, ${key("n")}, ${key("(n / 12) * 12 + n % 12 - 1")}, 'dependency'
       FROM generate_series(0, $2::int - 1) AS n WHERE n % 12 > 0`,
      [organizationId, count],
    );
    await pool.query("ANALYZE resources");
    await pool.query("ANALYZE edges");
  } finally {
    await pool.end();
  }
}
