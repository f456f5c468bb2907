-- Has the worker look at what waits for a resource and for nobody else: dependents that are pending or stale. A volatile
-- function, so that each statement in it sees what was committed until then, also after the caller's statement waited
-- for a row lock. Without that, a dependent committed during the wait would be missed, and nobody would look at it again.
--
-- A dependent is left to wait where another dependency blocks it and nobody is about to change that one. It is locked
-- in shared mode to be sure, and one that somebody else holds does not count. So whoever unblocks it later begins after
-- this transaction, sees its change and the waiting dependent, and decides about that anew; two that settle at the same
-- moment find each other locked, and both wake what waits for both. Nobody waits for a lock here, so nobody waits in a
-- circle. A dependency that does not exist needs no lock: there is time to commit until it is made and ready.
--
-- The last by name is tried first: things are mostly made in the order of their names.
--
-- Gives the one that is woken and its job, if it is only one: whoever woke it may as well go on with it.
CREATE OR REPLACE FUNCTION "wake_dependents"(organization uuid, subject text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  waiting text[];
  jobs bigint[];
BEGIN
  waiting := ARRAY(
    SELECT e.from_key AS key
    FROM edges e CROSS JOIN LATERAL (
      -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND (r.lifecycle_state = 'pending' OR r.stale_since IS NOT NULL)
      OFFSET 0
    ) AS waits LEFT JOIN LATERAL (
      SELECT true AS found
      FROM (
        SELECT x.to_key FROM edges x
        WHERE x.organization_id = organization AND x.from_key = e.from_key AND x.kind = 'dependency'
        ORDER BY x.to_key DESC OFFSET 0
      ) AS other LEFT JOIN LATERAL (
        SELECT NOT (x.lifecycle_state = 'ready' AND x.stale_since IS NULL)
          AND NOT (x.lifecycle_state = 'draft' AND x.provisioned) AS blocks
        FROM resources x WHERE x.organization_id = organization AND x.key = other.to_key OFFSET 0
      ) AS seen ON true LEFT JOIN LATERAL (
        SELECT true AS locked FROM resources x
        WHERE x.organization_id = organization AND x.key = other.to_key AND seen.blocks
          AND NOT (x.lifecycle_state = 'ready' AND x.stale_since IS NULL)
          AND NOT (x.lifecycle_state = 'draft' AND x.provisioned)
        FOR SHARE SKIP LOCKED OFFSET 0
      ) AS blocker ON true
      WHERE seen.blocks IS NULL OR blocker.locked
      LIMIT 1
    ) AS blocked ON true
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND blocked.found IS NULL
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

-- What a mark goes by. Marks end as ADR 18 says, so that this holds: whatever depends on a resource that is marked stale
-- is marked as well, unless it is left alone (a draft, one that is being deleted), has never given a value, or failed
-- when it was cancelled.
--
-- Of what depends on a resource, at any distance, that which a mark concerns: all down to what is marked already, this
-- included. Whatever is below a mark has one, so the walk ends there, and a change that runs down a chain reads as much
-- at each step, however long the chain. It also ends at drafts and at what is being deleted. These are left alone, but
-- they belong to what is given: while they are locked, none of them can come back unnoticed.
--
-- Of the direct dependents those that are `spared` are left out, with what only they lead to.
CREATE FUNCTION "affected_keys"(organization uuid, subject text, spared text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE affected(key, marks) AS (
      SELECT subject COLLATE "C", true
      UNION
      SELECT r.key, r.stale_since IS NULL AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
      FROM affected a CROSS JOIN LATERAL (
        SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = a.key OFFSET 0
      ) AS e CROSS JOIN LATERAL (
        SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
      ) AS r
      WHERE a.marks AND e.kind = 'dependency'
        AND (a.key <> subject OR e.from_key NOT IN (SELECT s.key COLLATE "C" FROM unnest(spared) AS s(key)))
    )
    SELECT DISTINCT a.key FROM affected a WHERE a.key <> subject
  );
END;
$$;

-- Locks more of what a mark concerns, without waiting for anybody: these come out of their order.
CREATE FUNCTION "lock_at_once"(organization uuid, keys text[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = t.key
    FOR NO KEY UPDATE NOWAIT OFFSET 0
  ) AS r;
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'The graph is being changed' USING ERRCODE = 'serialization_failure';
END;
$$;

-- Locks a resource whose value is about to change, and what a mark concerns of all that depends on it. They are locked
-- in the order of their keys before anything is written, so that changes at once never wait in a circle. Then it is read
-- again, until nothing has been missed: while it waited for locks a mark may have been cleared, a draft applied, an edge
-- added. Gives the keys, without the resource itself.
DROP FUNCTION "lock_affected"(uuid, text, text[]);
CREATE FUNCTION "lock_affected"(organization uuid, subject text, spared text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  affected text[] := affected_keys(organization, subject, spared);
  locked text[];
  missed text[];
BEGIN
  WITH sorted AS MATERIALIZED (
    SELECT t.key COLLATE "C" AS key FROM unnest(affected || subject) AS t(key) ORDER BY 1
  )
  SELECT array_agg(r.key) INTO locked
  FROM sorted CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = sorted.key
    FOR NO KEY UPDATE OFFSET 0
  ) AS r;
  LOOP
    affected := affected_keys(organization, subject, spared);
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$$;

-- For a resource that is about to wait again after it was left alone, or with other dependencies: if one of these is
-- marked stale, it is to be marked with all that depends on it, as if it had been there when they were. Locks it, and
-- gives the keys of what the mark concerns besides; null if no dependency is marked.
CREATE FUNCTION "lock_to_join"(organization uuid, subject text, dependencies text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  affected text[];
  locked text[] := '{}';
  missed text[];
BEGIN
  -- Whoever marks its dependencies has it locked as long as that takes.
  PERFORM 1 FROM resources r WHERE r.organization_id = organization AND r.key = subject FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT 1 FROM unnest(dependencies) AS t(key) CROSS JOIN LATERAL (
      SELECT x.stale_since FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r WHERE r.stale_since IS NOT NULL
  ) THEN
    RETURN NULL;
  END IF;
  LOOP
    affected := affected_keys(organization, subject, '{}');
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$$;

-- Marks locked resources as stale; their state stays. Those that are marked already get a new version all the same: a
-- worker may just have looked at one, seen nothing but old values, and be about to clear the mark for them. Drafts and
-- what is being deleted are left alone. Then has the worker look at everything that waits for the changed one, and gives
-- what `wake_dependents` gives.
CREATE OR REPLACE FUNCTION "mark_stale"(organization uuid, subject text, keys text[], actor json, correlation text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH touched AS (
    SELECT r.place, r.stale_since IS NULL AS unmarked
    FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
      SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r
    WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
  ), marked AS (
    UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = nextval('resources_version_seq'), updated_at = now()
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
