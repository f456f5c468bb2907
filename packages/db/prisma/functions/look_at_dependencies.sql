-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.look_at_dependencies(organization uuid, subject text, uses_values boolean, room bigint, in_parts boolean)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$
;
