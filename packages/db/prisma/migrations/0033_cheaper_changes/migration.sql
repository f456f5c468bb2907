-- What a worker has to know of the dependencies of a resource that is due: some of those that block it (`blocked_by`); if there
-- are none, how many bytes their values take as stored, and the values themselves if they fit into `room`. `in_parts` gives
-- their versions instead, whatever the size. Stable, so that it sees what the calling statement sees.
CREATE FUNCTION "look_at_dependencies"(organization uuid, subject text, uses_values boolean, room bigint, in_parts boolean)
RETURNS json
LANGUAGE plpgsql STABLE AS $$
DECLARE
  blocked_by text[];
  bytes bigint;
  dependencies json;
BEGIN
  SELECT (array_agg(e.to_key) FILTER (WHERE d.key IS NULL OR NOT ((d.lifecycle_state = 'ready' AND d.stale_since IS NULL)
      OR (d.lifecycle_state = 'draft' AND d.provisioned))))[:10],
    COALESCE(sum(COALESCE(pg_column_size(d.applied_config), 0) + COALESCE(pg_column_size(d.outputs), 0)), 0)
  INTO blocked_by, bytes
  FROM edges e LEFT JOIN LATERAL (
    -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
    SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.to_key OFFSET 0
  ) AS d ON true
  WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'dependency';
  IF blocked_by IS NOT NULL THEN
    RETURN json_build_object('blocked_by', blocked_by);
  END IF;
  IF NOT uses_values THEN
    RETURN '{"blocked_by": null, "bytes": 0, "dependencies": []}';
  END IF;
  IF in_parts THEN
    SELECT COALESCE(json_agg(json_build_object('key', d.key, 'version', d.version::text)), '[]') INTO dependencies
    FROM edges e CROSS JOIN LATERAL (
      SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.to_key OFFSET 0
    ) AS d
    WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'dependency';
  ELSIF bytes <= room THEN
    SELECT COALESCE(json_agg(json_build_object('key', d.key, 'config', d.applied_config, 'outputs', d.outputs)), '[]')
    INTO dependencies
    FROM edges e CROSS JOIN LATERAL (
      SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.to_key OFFSET 0
    ) AS d
    WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'dependency';
  END IF;
  RETURN json_build_object('blocked_by', NULL, 'bytes', bytes, 'dependencies', dependencies);
END;
$$;

-- For who writes what follows from types that were read before: see 0012 and 0025. Two assignments take the locks without a
-- query each. The version is read after them, so it is as of then.
CREATE OR REPLACE FUNCTION "hold_types"(organization uuid, of_provider text, seen text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  held text;
BEGIN
  held := pg_advisory_xact_lock_shared(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
  held := pg_advisory_xact_lock_shared(hashtextextended('types:00000000-0000-0000-0000-000000000000:' || of_provider, 0));
  IF types_version(organization) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'The types of the organization changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END;
$$;

-- Has the worker look at what waits for a resource and for nobody else: see 0010. Most resources have no dependents, and one
-- look at the edges says so. A dependent whose edge is committed after that look waits for this row, and sees the change.
CREATE OR REPLACE FUNCTION "wake_dependents"(organization uuid, subject text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  waiting text[];
  jobs bigint[];
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM edges e WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency'
  ) THEN
    RETURN NULL;
  END IF;
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

-- Whether edges from a resource to targets would close a cycle, or have it wait for a deletion that waits for it, as of
-- now and until the transaction ends: see 0015. All locks are taken by one query, still in the order of the keys: a row's lock
-- is taken as the sorted rows are read.
CREATE OR REPLACE FUNCTION "lock_edges_and_reach"(organization uuid, subject text, targets text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := current_setting('max_locks_per_transaction')::int / 2;
  wanted text[];
  reached text[];
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
      PERFORM CASE WHEN item.key = subject
        THEN pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item.key, 0))
        ELSE pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item.key, 0)) END
      FROM (SELECT DISTINCT u.key FROM unnest(wanted || subject) AS u(key) ORDER BY u.key) AS item;
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

-- A condition of a trigger is parsed from its text anew by each statement that meets it, which takes several times as long as
-- a call of a function that was compiled before. So the functions decide.
CREATE OR REPLACE FUNCTION "note_inactive_resource"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.lifecycle_state = NEW.lifecycle_state THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.lifecycle_state IN ('draft', 'failed') THEN
    DELETE FROM inactive_resources WHERE organization_id = OLD.organization_id AND state = OLD.lifecycle_state
      AND name = OLD.name AND provider = OLD.provider AND resource = OLD.resource;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.lifecycle_state IN ('draft', 'failed') THEN
    INSERT INTO inactive_resources (organization_id, state, name, provider, resource)
    VALUES (NEW.organization_id, NEW.lifecycle_state, NEW.name, NEW.provider, NEW.resource);
  END IF;
  RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION "remove_file_bytes"() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.provider = 'pragma' AND OLD.resource = 'file' THEN
    DELETE FROM files f WHERE f.organization_id = OLD.organization_id AND f.name = OLD.name;
    DELETE FROM blob_parts b
    WHERE b.organization_id = OLD.organization_id AND starts_with(b.key, 'file/' || OLD.name || '/');
  END IF;
  RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER "note_inactive_at_insert" AFTER INSERT ON "resources"
FOR EACH ROW EXECUTE FUNCTION "note_inactive_resource"();

CREATE OR REPLACE TRIGGER "note_inactive_at_update" AFTER UPDATE OF "lifecycle_state" ON "resources"
FOR EACH ROW EXECUTE FUNCTION "note_inactive_resource"();

CREATE OR REPLACE TRIGGER "note_inactive_at_delete" AFTER DELETE ON "resources"
FOR EACH ROW EXECUTE FUNCTION "note_inactive_resource"();

CREATE OR REPLACE TRIGGER "remove_file_bytes" AFTER DELETE ON "resources"
FOR EACH ROW EXECUTE FUNCTION "remove_file_bytes"();
