-- How a resource and the real thing are kept together: null, and not paused, for all that there are.
ALTER TABLE "resources" ADD COLUMN "handling" JSON, ADD COLUMN "paused" BOOLEAN NOT NULL DEFAULT false;
-- step
-- What is paused keeps serving its dependents with its last values.
CREATE OR REPLACE FUNCTION look_at_dependencies(organization uuid, subject text, uses_values boolean, room bigint, in_parts boolean)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $$
DECLARE
  blocked_by text[];
  bytes bigint;
  dependencies json;
BEGIN
  SELECT (array_agg(e.to_key) FILTER (WHERE d.key IS NULL OR NOT ((d.lifecycle_state = 'ready' AND (d.stale_since IS NULL OR (d.paused AND d.deleting_since IS NULL)))
      OR (d.provisioned AND (d.lifecycle_state = 'draft' OR (d.lifecycle_state = 'pending' AND d.paused AND d.deleting_since IS NULL))))))[:10],
    COALESCE(sum(
      CASE WHEN pg_column_compression(d.applied_config) IS NULL THEN COALESCE(pg_column_size(d.applied_config), 0) ELSE octet_length(d.applied_config::text) END
        + CASE WHEN pg_column_compression(d.outputs) IS NULL THEN COALESCE(pg_column_size(d.outputs), 0) ELSE octet_length(d.outputs::text) END), 0)
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
$$
;
-- step
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
        SELECT NOT (x.lifecycle_state = 'ready' AND (x.stale_since IS NULL OR (x.paused AND x.deleting_since IS NULL)))
          AND NOT (x.provisioned AND (x.lifecycle_state = 'draft'
            OR (x.lifecycle_state = 'pending' AND x.paused AND x.deleting_since IS NULL))) AS blocks
        FROM resources x WHERE x.organization_id = organization AND x.key = other.to_key OFFSET 0
      ) AS seen ON true LEFT JOIN LATERAL (
        SELECT true AS locked FROM resources x
        WHERE x.organization_id = organization AND x.key = other.to_key AND seen.blocks
          AND NOT (x.lifecycle_state = 'ready' AND (x.stale_since IS NULL OR (x.paused AND x.deleting_since IS NULL)))
          AND NOT (x.provisioned AND (x.lifecycle_state = 'draft'
            OR (x.lifecycle_state = 'pending' AND x.paused AND x.deleting_since IS NULL)))
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
