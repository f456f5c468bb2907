import type { Client } from "pg";

export const ORGANIZATION = "11111111-0000-4000-8000-000000000000";
export const USER = "22222222-0000-4000-8000-000000000000";

/** Ready resources of one organization in the schema of 0027, each with its event, its history and an edge to the one before. */
export async function seed(client: Client, resources: number): Promise<void> {
  await client.query("INSERT INTO organizations (id, name) VALUES ($1, 'Load')", [ORGANIZATION]);
  await client.query("INSERT INTO users (id, email) VALUES ($1, 'load@example.com')", [USER]);
  const each = `FROM generate_series(1, ${resources}) AS i`;
  const statements = [
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, applied_config, outputs, lifecycle_state,
       observed_generation, provisioned, applied_by, tags)
     SELECT '${ORGANIZATION}', 'acme/thing/' || i, 'acme/thing/' || i, 'acme', 'thing', i, '{"size": 1}', '{"size": 1}', '{"url": "x"}',
       'ready', 1, true, '{}', ARRAY['t' || i % 100] ${each}`,
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, payload, correlation_id, actor, settled_at)
     SELECT gen_random_uuid(), '${ORGANIZATION}', 'acme/thing/' || i, 'CREATE', 1, '{"size": 1}', 'seed', '{}', now() ${each}`,
    `INSERT INTO resource_changes (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id)
     SELECT '${ORGANIZATION}', 'acme/thing/' || i, 'CREATE', 'processing', 'ready', 1, '{}', 'seed' ${each}`,
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT '${ORGANIZATION}', 'acme/thing/' || i, 'acme/thing/' || i - 1, 'dependency' ${each}`,
  ];
  for (const statement of statements) await client.query(statement);
  // As large tables are: a plan for empty ones would read all of them for each request.
  await client.query("ANALYZE");
}
