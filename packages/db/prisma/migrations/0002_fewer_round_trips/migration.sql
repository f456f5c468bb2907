-- Has the worker look at several resources: one row for each in graphile-worker's private table of jobs, and no NOTIFY.
-- Gives the ids of the jobs, in the order of the subjects.
CREATE FUNCTION "enqueue_reconciles"(organization uuid, subjects text[]) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
BEGIN
  WITH enqueued AS (
    INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts, priority)
    SELECT tasks.id, json_build_object('organizationId', organization, 'key', s.key), now(), 25, 0
    FROM unnest(subjects) WITH ORDINALITY AS s(key, place)
    CROSS JOIN (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'reconcile') AS tasks
    ORDER BY s.place
    RETURNING id
  )
  SELECT array_agg(id ORDER BY id) INTO ids FROM enqueued;
  IF COALESCE(cardinality(ids), 0) <> COALESCE(cardinality(subjects), 0) THEN
    RAISE EXCEPTION 'Unknown task reconcile: it is registered by a migration';
  END IF;
  RETURN ids;
END;
$$;

-- Has the worker look at everything that waits for a resource: dependents that are pending or stale, and deletions
-- that wait for it to be ready again. A volatile function, so that each statement in it sees what was committed until
-- then, also after the caller's statement waited for a row lock. Without that, a dependent committed during the wait
-- would be missed, and nobody would look at it again.
--
-- Gives the one that is woken and its job, if it is only one: whoever woke it may as well go on with it.
DROP FUNCTION "wake_dependents"(uuid, text);
CREATE FUNCTION "wake_dependents"(organization uuid, subject text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  waiting text[];
  jobs bigint[];
BEGIN
  waiting := ARRAY(
    SELECT e.from_key AS key
    FROM edges e
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND EXISTS (
      -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND (r.lifecycle_state = 'pending' OR r.stale_since IS NOT NULL)
      OFFSET 0
    )
    UNION ALL
    SELECT e.to_key
    FROM edges e
    WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'await'
  );
  IF cardinality(waiting) = 0 THEN
    RETURN NULL;
  END IF;
  jobs := enqueue_reconciles(organization, waiting);
  IF cardinality(waiting) > 1 THEN
    RETURN NULL;
  END IF;
  RETURN json_build_object('key', waiting[1], 'jobId', jobs[1]::text);
END;
$$;

-- Whether a worker holds an attempt of an event. A volatile function, so that it also tells what is so after the
-- caller's statement waited for a row lock.
CREATE FUNCTION "holds_attempt"(organization uuid, event uuid, worker text, number int) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM events e
    WHERE e.organization_id = organization AND e.id = event AND e.lease_owner = worker AND e.attempt = number
  );
END;
$$;

-- Locks a resource whose value is about to change, and of all that depends on it at any distance what must learn of
-- that: those that use the value, those not marked stale yet, and those directly above these. All are locked in the
-- order of their keys before anything is written, so that changes at once never wait in a circle.
--
-- The rest is marked already, below others that are. None of them can be decided before those are, and none of those
-- before the subject has settled: they need neither a lock nor another mark.
CREATE FUNCTION "lock_affected"(organization uuid, subject text, direct text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  locked text[];
BEGIN
  WITH RECURSIVE affected(key, concerned, unmarked) AS (
    SELECT d.key COLLATE "C", true, r.stale_since IS NULL
    FROM unnest(direct) AS d(key) CROSS JOIN LATERAL (
      SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = d.key OFFSET 0
    ) AS r
    UNION
    SELECT r.key, a.unmarked OR r.stale_since IS NULL, r.stale_since IS NULL
    FROM affected a CROSS JOIN LATERAL (
      SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = a.key OFFSET 0
    ) AS e CROSS JOIN LATERAL (
      SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
    ) AS r
    WHERE e.kind = 'dependency' AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
  ), sorted AS MATERIALIZED (
    SELECT key FROM affected WHERE concerned UNION SELECT subject COLLATE "C" ORDER BY key
  )
  SELECT array_agg(r.key) INTO locked
  FROM sorted CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = sorted.key
    FOR NO KEY UPDATE OFFSET 0
  ) AS r;
  RETURN array_remove(locked, subject);
END;
$$;

-- Marks locked resources as stale; their state stays. Those that are marked already get a new version all the same: a
-- worker may just have looked at one, seen nothing but old values, and be about to clear the mark for them. Then has the
-- worker look at everything that waits for the changed one, and gives what `wake_dependents` gives.
CREATE FUNCTION "mark_stale"(organization uuid, subject text, keys text[], actor json, correlation text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH touched AS (
    SELECT r.place, r.stale_since IS NULL AS unmarked
    FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
      SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r
    WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
  ), marked AS (
    UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = r.version + 1, updated_at = now()
    FROM touched WHERE r.organization_id = organization AND r.ctid = touched.place
    RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked
  )
  INSERT INTO resource_changes
    (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id)
  SELECT organization, m.key, 'STALE', m.lifecycle_state, m.lifecycle_state, m.generation, m.error,
    mark_stale.actor, mark_stale.correlation, m.pending_event_id
  FROM marked m WHERE m.unmarked ORDER BY m.key;
  RETURN wake_dependents(organization, subject);
END;
$$;
