-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.mark_stale(organization uuid, subject text, keys text[], actor json, correlation text)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
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
$function$
;
