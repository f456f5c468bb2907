-- A dependency that an update drops is used until that update has succeeded. Until then the edge stays, with the kind
-- 'running': the deletion of what it leads to waits for it. It takes the place of 'await', which did that for
-- dependents that were detached, and for nobody else.

-- AlterTable
ALTER TABLE "resources" ADD COLUMN     "running_dependencies" TEXT[];

-- CreateIndex
CREATE INDEX "edges_running_idx" ON "edges"("organization_id", "to_key") WHERE (kind = 'running');

-- What has been ready since it was detached is done with that.
DELETE FROM edges e USING resources r
WHERE e.kind = 'await' AND r.organization_id = e.organization_id AND r.key = e.from_key AND r.lifecycle_state = 'ready';

-- Which dependencies an update dropped that is staged, in flight or failed at this moment is not known: no edges of that
-- kind are made up for it. One that it keeps is taken for used, so that it counts if the next change drops it.
UPDATE resources d SET running_dependencies = used.keys
FROM (
  SELECT e.organization_id, e.from_key, array_agg(DISTINCT e.to_key) AS keys
  FROM edges e JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.from_key
  WHERE e.kind = 'await' OR (e.kind = 'dependency' AND r.handed_config IS NOT NULL AND r.resolved_config IS NULL)
  GROUP BY e.organization_id, e.from_key
) AS used
WHERE d.organization_id = used.organization_id AND d.key = used.from_key;

UPDATE edges SET kind = 'running' WHERE kind = 'await';

-- Has the worker look at those of some resources that are being deleted. A volatile function: it sees what was committed
-- until then, also after the caller's statement waited for a row lock.
CREATE FUNCTION "wake_deletions"(organization uuid, subjects text[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  woken bigint;
BEGIN
  SELECT count(enqueue_reconcile(organization, waiting.key)) INTO woken
  FROM (
    SELECT DISTINCT s.key FROM unnest(subjects) AS s(key) CROSS JOIN LATERAL (
      SELECT 1 FROM resources r WHERE r.organization_id = organization AND r.key = s.key AND r.deleting_since IS NOT NULL
      OFFSET 0
    ) AS deleting
  ) AS waiting;
  RETURN woken;
END;
$$;

-- Removes the edges of a resource that is gone, and has the worker look at the deletions that waited for that: of what
-- it depended on, was owned by, or ran with. Edges that lead to it stay: others may name it, and use the real thing,
-- whether it is there or not.
CREATE OR REPLACE FUNCTION "remove_edges"(organization uuid, subject text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  targets text[];
BEGIN
  WITH gone AS (
    DELETE FROM edges e WHERE e.organization_id = organization AND e.from_key = subject RETURNING e.to_key
  )
  SELECT array_agg(to_key) INTO targets FROM gone;
  RETURN wake_deletions(organization, targets);
END;
$$;

-- What a resource waits for. One that is being deleted, or is about to be (`going`), goes after those that run with it,
-- and after those that depend on it or belong to it and are being deleted, too. A deletion that failed waits for
-- nothing. Everything else waits for its dependencies: whether it does at this moment does not matter, it may any time.
CREATE FUNCTION "waits_of"(organization uuid, subject text, going text[])
RETURNS TABLE(key text, in_deletion boolean)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  is_leaving boolean := subject = ANY (going);
  has_failed boolean := false;
BEGIN
  IF NOT is_leaving THEN
    SELECT r.deleting_since IS NOT NULL AND r.lifecycle_state <> 'failed',
      r.deleting_since IS NOT NULL AND r.lifecycle_state = 'failed' INTO is_leaving, has_failed
    FROM resources r WHERE r.organization_id = organization AND r.key = subject;
  END IF;
  IF is_leaving THEN
    RETURN QUERY SELECT e.from_key::text, true
      FROM (
        SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = subject OFFSET 0
      ) AS e CROSS JOIN LATERAL (
        SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
      ) AS r
      -- Dependents of what is about to go that do not go with it are detached: they will run with it.
      WHERE CASE e.kind WHEN 'running' THEN r.lifecycle_state <> 'ready'
        WHEN 'dependency' THEN r.deleting_since IS NOT NULL OR r.key = ANY (going) OR subject = ANY (going)
        ELSE r.deleting_since IS NOT NULL OR r.key = ANY (going) END;
  ELSIF NOT has_failed THEN
    RETURN QUERY SELECT e.to_key::text, false FROM edges e
      WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'dependency'
        AND e.to_key <> ALL (going);
  END IF;
END;
$$;

-- All that some resources wait for, at any distance, themselves included.
CREATE FUNCTION "awaited_keys"(organization uuid, starts text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT s.key FROM unnest(starts) AS s(key)
      UNION
      SELECT w.key FROM reached CROSS JOIN LATERAL waits_of(organization, reached.key, '{}') AS w
    )
    SELECT key FROM reached
  );
END;
$$;

-- Whether the deletion of anything waits, or is to wait, for an update that drops it. Walks the index from target to
-- target: however many run with one, it is looked at once.
CREATE FUNCTION "has_awaiting_deletions"(organization uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  target text := '';
BEGIN
  LOOP
    SELECT min(e.to_key) INTO target FROM edges e
    WHERE e.organization_id = organization AND e.kind = 'running' AND e.to_key > target COLLATE "C";
    IF target IS NULL THEN
      RETURN false;
    END IF;
    IF EXISTS (
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = target
        AND r.deleting_since IS NOT NULL AND r.lifecycle_state <> 'failed'
    ) THEN
      RETURN true;
    END IF;
  END LOOP;
END;
$$;

-- All resources that the given ones lead to, themselves included: by wanted edges and, where deletions wait for
-- updates, by what waits for what. Edges that would lead back to their own resource close a cycle, or have it wait for
-- a deletion that waits for it.
CREATE OR REPLACE FUNCTION "reachable_keys"(organization uuid, targets text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  found text[] := ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT t.key COLLATE "C" FROM unnest(targets) AS t(key)
      UNION
      SELECT e.to_key
      FROM reached CROSS JOIN LATERAL (
        SELECT x.to_key, x.kind FROM edges x
        WHERE x.organization_id = organization AND x.from_key = reached.key OFFSET 0
      ) AS e
      WHERE e.kind <> 'running'
    )
    SELECT key FROM reached
  );
BEGIN
  IF has_awaiting_deletions(organization) THEN
    found := ARRAY(SELECT unnest(found) UNION SELECT unnest(awaited_keys(organization, targets)));
  END IF;
  RETURN found;
END;
$$;

-- Whether edges from a resource to targets would close a cycle, or have it wait for a deletion that waits for it, as of
-- now and until the transaction ends.
--
-- Two applies at once can close a circle that neither of them sees. So each locks its own resource, and in shared mode
-- all that its targets lead to. In a circle closed by several, each one's resource is among what another's targets lead
-- to: they wait for each other, and the last sees the edges of all. Where nothing is shared nobody waits. The function
-- is volatile: each statement in it sees what was committed before it, also after waiting for a lock.
--
-- Locks are taken in the order of the keys. Where the graph grew meanwhile more are taken out of order; should two
-- block each other that way, Postgres ends one, which is then repeated. So after a deletion was waited for, which may
-- have changed much, the graph is looked at again first. Where many locks would be needed, the one lock of the
-- organization's graph stands for all; everybody else holds that in shared mode.
CREATE OR REPLACE FUNCTION "lock_edges_and_reach"(organization uuid, subject text, targets text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := 256;
  held text[] := '{}';
  reached text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  reached := reachable_keys(organization, targets);
  IF cardinality(reached) > most THEN
    PERFORM pg_advisory_xact_lock(graph);
    RETURN subject = ANY (reachable_keys(organization, targets));
  END IF;
  IF NOT pg_try_advisory_xact_lock_shared(graph) THEN
    PERFORM pg_advisory_xact_lock_shared(graph);
    reached := reachable_keys(organization, targets);
  END IF;
  LOOP
    IF cardinality(reached) > most THEN
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    FOR item IN SELECT DISTINCT k FROM unnest(reached || subject) AS u(k) WHERE k <> ALL (held) ORDER BY k LOOP
      IF item = subject THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
      ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
      END IF;
      held := held || item;
    END LOOP;
    reached := reachable_keys(organization, targets);
    IF subject = ANY (reached) THEN
      RETURN true;
    END IF;
    EXIT WHEN reached <@ held;
  END LOOP;
  RETURN false;
END;
$$;

-- Sub-resources that a succeeded event of their owner applied no longer, until they are being deleted.

-- CreateTable
CREATE TABLE "sub_resource_drops" (
    "organization_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "owner_key" TEXT COLLATE "C" NOT NULL,
    "event_id" UUID NOT NULL,
    "applied_by" JSON NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sub_resource_drops_pkey" PRIMARY KEY ("key","organization_id")
);

-- CreateIndex
CREATE INDEX "sub_resource_drops_not_before_idx" ON "sub_resource_drops"("not_before");
