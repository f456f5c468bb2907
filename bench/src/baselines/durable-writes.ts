/**
 * The SQL that a careful programmer would write by hand for this one purpose: each step of a resource's way is one
 * prepared statement, one commit, and no NOTIFY inside it. Both baselines use it.
 */

const AUDIT = `audited AS (
  INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
  SELECT $1, $9::jsonb, 'resource.apply', changed.id, 'success', $8, '{"change":"CREATE","generation":1}' FROM changed)`;

const JOB = `INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts, priority)
  SELECT tasks.id, json_build_object('organizationId', $1::uuid, 'key', changed.key), now(), 25, 0
  FROM changed, graphile_worker._private_tasks AS tasks WHERE tasks.identifier = 'reconcile'`;

/** Resource, event, history, audit and job. */
export const APPLY = {
  name: "bench_apply",
  text: `WITH changed AS (
      INSERT INTO resources AS r (organization_id, key, id, provider, resource, name, config, dependencies,
        explicit_dependencies, lifecycle_state, generation, pending_event_id, applied_by, tags, has_tags)
      VALUES ($1, $2, $3, 'bench', 'file', $4, $5, $6, 0, 'pending', 1, $7, $9, '{}', false)
      ON CONFLICT (organization_id, key) DO UPDATE SET config = EXCLUDED.config, lifecycle_state = 'pending',
        generation = r.generation + 1, pending_event_id = EXCLUDED.pending_event_id, version = nextval('resources_version_seq'),
        updated_at = now()
      RETURNING r.*
    ), event AS (
      INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
      SELECT $7, $1, key, 'CREATE', generation, $8, $9 FROM changed
    ), history AS (
      INSERT INTO resource_changes
        (organization_id, resource_key, event_type, to_state, generation, actor, correlation_id, event_id)
      SELECT $1, key, 'CREATE', 'pending', generation, $9, $8, $7 FROM changed
    ), ${AUDIT}, job AS (${JOB})
    SELECT changed.* FROM changed`,
};

/** Edges to what a resource depends on. */
export const CONNECT = {
  name: "bench_connect",
  text: `INSERT INTO edges (organization_id, from_key, to_key, kind)
    SELECT $1, $2, unnest($3::text[]), 'dependency' ON CONFLICT DO NOTHING`,
};

/** A resource with its event and what it depends on. */
export const READ = {
  name: "bench_read",
  text: `SELECT r.key, r.name, r.config, r.version, r.pending_event_id, e.attempt, (
      SELECT json_agg(json_build_object('state', d.lifecycle_state, 'outputs', d.outputs))
      FROM edges g JOIN resources d ON d.organization_id = g.organization_id AND d.key = g.to_key
      WHERE g.organization_id = r.organization_id AND g.from_key = r.key) AS dependencies
    FROM resources r JOIN events e ON e.id = r.pending_event_id
    WHERE r.organization_id = $1 AND r.key = $2 AND r.lifecycle_state = 'pending'`,
};

/** The event is handed over: state, lease, payload and history. */
export const CLAIM = {
  name: "bench_claim",
  text: `WITH changed AS (
      UPDATE resources SET lifecycle_state = 'processing', resolved_config = $4, handed_config = $4,
        version = nextval('resources_version_seq'), updated_at = now()
      WHERE organization_id = $1 AND key = $2 AND version = $5 RETURNING key, generation, pending_event_id
    ), event AS (
      UPDATE events e SET attempt = attempt + 1, published_at = now(), payload = $4
      FROM changed WHERE e.id = changed.pending_event_id
    ), lease AS (
      INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
      SELECT $1, key, pending_event_id, pending_event_id, 'loop', now() + interval '15 s' FROM changed
    )
    INSERT INTO resource_changes
      (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id, event_id)
    SELECT $1, key, 'CREATE', 'pending', 'processing', generation, $3, 'loop', pending_event_id FROM changed
    RETURNING id`,
};

/** The result: state, outputs, history, the event's end, and a job for each resource that waits for this one. */
export const SETTLE = {
  name: "bench_settle",
  text: `WITH changed AS (
      UPDATE resources SET lifecycle_state = 'ready', outputs = $4, applied_config = handed_config, provisioned = true,
        observed_generation = generation, pending_event_id = NULL, version = nextval('resources_version_seq'), updated_at = now()
      WHERE organization_id = $1 AND key = $2 AND pending_event_id = $5 RETURNING key, generation
    ), event AS (
      UPDATE events e SET settled_at = now() FROM changed WHERE e.id = $5
    ), lease AS (
      DELETE FROM leases l USING changed c WHERE l.organization_id = $1 AND l.resource_key = c.key AND l.id = $5
    ), job AS (
      INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts, priority)
      SELECT tasks.id, json_build_object('organizationId', $1::uuid, 'key', g.from_key), now(), 25, 0
      FROM changed JOIN edges g ON g.organization_id = $1 AND g.to_key = changed.key
      JOIN graphile_worker._private_tasks AS tasks ON tasks.identifier = 'reconcile'
    )
    INSERT INTO resource_changes
      (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id, event_id)
    SELECT $1, key, 'CREATE', 'processing', 'ready', generation, $3, 'loop', $5 FROM changed
    RETURNING id`,
};
