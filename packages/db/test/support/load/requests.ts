import type { Client } from "pg";
import { ORGANIZATION, USER } from "./seed.ts";

/** A request of programs of the release at 0027, as they make it: `n` differs from request to request, and between clients. */
export type Request = (client: Client, n: number) => Promise<unknown>;

const keyOf = (n: number): string => `acme/thing/new-${n}`;

async function transaction(client: Client, ...statements: [string, unknown[]][]): Promise<void> {
  await client.query("BEGIN");
  for (const [text, values] of statements) await client.query(text, values);
  await client.query("COMMIT");
}

/** One statement that writes the resource, its event, its history, the audit log and the look of a worker. */
const APPLY = `
  WITH written AS (
    INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
    SELECT $1, $2::text, $2::text, 'acme', 'thing', $3, '{"size": 2}', 'pending', '{}' WHERE types_version($1) IS NOT NULL
    ON CONFLICT (key, organization_id) DO UPDATE SET config = excluded.config, generation = resources.generation + 1,
      lifecycle_state = 'pending', version = nextval('resources_version_seq'), updated_at = now()
    RETURNING key, generation
  ), event AS (
    INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
    SELECT gen_random_uuid(), $1, key, 'CREATE', generation, 'load', '{}' FROM written
  ), history AS (
    INSERT INTO resource_changes (organization_id, resource_key, event_type, to_state, generation, actor, correlation_id)
    SELECT $1, key, 'CREATE', 'pending', generation, '{}', 'load' FROM written
  ), audited AS (
    INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id)
    SELECT $1, '{}', 'resource.apply', key, 'success', 'load' FROM written
  ), edge AS (
    INSERT INTO edges (organization_id, from_key, to_key, kind) SELECT $1, key, 'acme/thing/1', 'dependency' FROM written
    ON CONFLICT DO NOTHING
  )
  SELECT enqueue_reconciles($1, ARRAY(SELECT key FROM written))`;

const apply: Request = (client, n) =>
  client.query({ name: "apply", text: APPLY, values: [ORGANIZATION, keyOf(n), String(n)] });

/** A worker writes what came of an event: the event first. */
const settle: Request = (client, n) =>
  transaction(
    client,
    [
      "UPDATE events SET settled_at = now() WHERE organization_id = $1 AND resource_key = $2 AND settled_at IS NULL",
      [ORGANIZATION, keyOf(n)],
    ],
    [
      `UPDATE resources SET lifecycle_state = 'ready', outputs = '{"url": "y"}', version = nextval('resources_version_seq')
       WHERE organization_id = $1 AND key = $2`,
      [ORGANIZATION, keyOf(n)],
    ],
    [
      "INSERT INTO resource_logs (organization_id, resource_key, level, message) VALUES ($1, $2, 'info', 'done')",
      [ORGANIZATION, keyOf(n)],
    ],
    ["SELECT mark_stale($1, $2, ARRAY[$2], '{}', 'load')", [ORGANIZATION, keyOf(n)]],
  );

/** A deletion begins: the resource first. */
const remove: Request = (client, n) =>
  transaction(
    client,
    [
      "UPDATE resources SET deleting_since = now(), lifecycle_state = 'pending' WHERE organization_id = $1 AND key = $2",
      [ORGANIZATION, keyOf(n)],
    ],
    [
      `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
       VALUES (gen_random_uuid(), $1, $2, 'DELETE', 1, 'load', '{}')`,
      [ORGANIZATION, keyOf(n)],
    ],
    ["SELECT has_awaiting_deletions($1)", [ORGANIZATION]],
  );

const get: Request = (client, n) =>
  client.query({
    name: "get",
    text: "SELECT key, config, outputs, lifecycle_state, version FROM resources WHERE organization_id = $1 AND key = $2",
    values: [ORGANIZATION, `acme/thing/${n % 1000}`],
  });

const list: Request = (client) =>
  client.query({
    name: "list",
    text: `SELECT r.key, r.lifecycle_state, e.event_type FROM resources r LEFT JOIN events e
           ON e.organization_id = r.organization_id AND e.resource_key = r.key AND e.settled_at IS NULL
           WHERE r.organization_id = $1 ORDER BY r.name, r.provider, r.resource LIMIT 100`,
    values: [ORGANIZATION],
  });

/** Somebody accepts an invitation: the account first, then the organization. */
const join: Request = (client, n) =>
  transaction(
    client,
    ["UPDATE users SET name = $2 WHERE id = $1", [USER, `Load ${n}`]],
    ["UPDATE organizations SET name = $2 WHERE id = $1", [ORGANIZATION, `Load ${n}`]],
  );

/** An apply, its end, and its deletion: each resource has had all three. */
const live: Request = async (client, n) => {
  await apply(client, n);
  await settle(client, n);
  await remove(client, n);
};

export const REQUESTS: Readonly<Record<string, Request>> = { apply, live, get, list, join };
