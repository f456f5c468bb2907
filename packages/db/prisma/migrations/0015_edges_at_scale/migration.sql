-- What is being deleted, by key. Few rows; an update of any other column leaves it alone.
CREATE INDEX "resources_deleting_idx" ON "resources"("organization_id", "key") WHERE (deleting_since IS NOT NULL);

-- Whether the deletion of anything waits, or is to wait, for an update that drops it. Goes through what updates drop and
-- what is being deleted side by side, each by its index: from one of either to the first of the other that does not come
-- before it. So it takes no more steps than twice the fewer of both, and one where there are none.
CREATE OR REPLACE FUNCTION "has_awaiting_deletions"(organization uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  target text := '';
  leaving text;
BEGIN
  LOOP
    SELECT min(e.to_key) INTO target FROM edges e
    WHERE e.organization_id = organization AND e.kind = 'running' AND e.to_key >= target COLLATE "C";
    IF target IS NULL THEN
      RETURN false;
    END IF;
    SELECT min(r.key) INTO leaving FROM resources r
    WHERE r.organization_id = organization AND r.deleting_since IS NOT NULL AND r.key >= target COLLATE "C"
      AND r.lifecycle_state <> 'failed';
    IF leaving IS NULL THEN
      RETURN false;
    END IF;
    IF leaving = target THEN
      RETURN true;
    END IF;
    target := leaving;
  END LOOP;
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
-- Locks are taken in the order of the keys, so nobody waits in a circle. Where the graph grew meanwhile, those that were
-- taken are let go and all are taken again: what came late may come first in the order. Where many would be needed, the
-- one lock of the organization's graph stands for all; everybody else holds that in shared mode. Many is half of what
-- PostgreSQL has room for per connection: what all connections hold fits then, however many there are.
CREATE OR REPLACE FUNCTION "lock_edges_and_reach"(organization uuid, subject text, targets text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := current_setting('max_locks_per_transaction')::int / 2;
  wanted text[];
  reached text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  LOOP
    wanted := reachable_keys(organization, targets);
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN subject = ANY (reachable_keys(organization, targets));
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      FOR item IN SELECT DISTINCT k FROM unnest(wanted || subject) AS u(k) ORDER BY k LOOP
        IF item = subject THEN
          PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
        ELSE
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
        END IF;
      END LOOP;
      reached := reachable_keys(organization, targets);
      IF subject = ANY (reached) THEN
        RETURN true;
      END IF;
      IF reached <@ wanted THEN
        RETURN false;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$$;
