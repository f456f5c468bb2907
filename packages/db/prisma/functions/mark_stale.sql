-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.mark_stale(organization uuid, subject text, keys text[], actor json, correlation text, change uuid DEFAULT NULL::uuid)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF change IS NULL THEN
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
  ELSE
    WITH touched AS (
      SELECT r.place, r.stale_since IS NULL AS unmarked
      FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
        SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
      ) AS r
      WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
    ), marked AS (
      UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = nextval('resources_version_seq'), updated_at = now(),
        change_id = CASE WHEN touched.unmarked THEN change ELSE r.change_id END
      FROM touched WHERE r.organization_id = organization AND r.ctid = touched.place
      RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked
    ), followers AS (
      -- A planned follower has its action; one that succeeded and is marked again is open again.
      INSERT INTO change_actions AS a (organization_id, change_id, id, key, action, because, wave, state)
      SELECT organization, change, gen_random_uuid(), m.key, 'follow',
        json_build_object('kind', 'propagated', 'from', (
          SELECT r.id FROM resources r WHERE r.organization_id = organization AND r.key = subject
        )),
        (SELECT COALESCE(max(w.wave), 0) + 1 FROM change_actions w WHERE w.change_id = change AND w.key = subject AND w.action <> 'refuse'),
        'open'
      FROM marked m WHERE m.unmarked AND m.pending_event_id IS NULL ORDER BY m.key
      ON CONFLICT (change_id, key) WHERE action <> 'refuse' DO UPDATE
        SET state = 'open', event_id = NULL, error = NULL, started_at = NULL, settled_at = NULL
    )
    INSERT INTO resource_changes
      (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id, change_id)
    SELECT organization, m.key, 'STALE', m.lifecycle_state, m.lifecycle_state, m.generation, m.error,
      mark_stale.actor, mark_stale.correlation, m.pending_event_id, change
    FROM marked m WHERE m.unmarked ORDER BY m.key;
  END IF;
  RETURN wake_dependents(organization, subject);
END;
$function$
;
