-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.mark_stale(organization uuid, subject text, keys text[], actor json, correlation text, change uuid DEFAULT NULL::uuid)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
DECLARE
  part_of uuid;
  is_over boolean;
BEGIN
  SELECT c.id, c.settled_at IS NOT NULL INTO part_of, is_over FROM changes c WHERE c.id = change AND c.ended_at IS NULL;
  IF part_of IS NULL THEN
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
    WITH found AS (
      SELECT r.place, r.key, r.stale_since IS NULL AS unmarked, r.lifecycle_state = 'pending' AND r.resolved_config IS NULL AS unresolved
      FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
        SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
      ) AS r
      WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
    ), touched AS (
      -- What was never resolved reads the values whenever its turn comes, if it ever does: in the change only if that waits for it. A
      -- change that is over gets nothing more, so that what it counts stays true.
      SELECT f.*, CASE WHEN f.unresolved OR is_over THEN EXISTS (
          SELECT 1 FROM change_actions o
          WHERE o.change_id = part_of AND o.key = f.key AND o.action <> 'refuse' AND o.state || '' = 'open'
        ) ELSE true END AS takes_part
      FROM found f
    ), marked AS (
      UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = nextval('resources_version_seq'), updated_at = now(),
        change_id = CASE WHEN touched.unmarked AND touched.takes_part THEN part_of ELSE r.change_id END
      FROM touched WHERE r.organization_id = organization AND r.ctid = touched.place
      RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked, touched.unresolved, touched.takes_part,
        CASE WHEN r.lifecycle_state = 'pending' THEN r.pending_event_id END AS awaited_event_id
    ), followers AS (
      -- A planned follower has its action; one that has ended and is marked again is open again.
      INSERT INTO change_actions AS a (organization_id, change_id, id, key, action, because, wave, state, event_id, started_at)
      SELECT organization, part_of, gen_random_uuid(), m.key, 'follow',
        json_build_object('kind', 'propagated', 'from', (
          SELECT r.id FROM resources r WHERE r.organization_id = organization AND r.key = subject
        )),
        (SELECT COALESCE(max(w.wave), 0) + 1 FROM change_actions w WHERE w.change_id = part_of AND w.key = subject AND w.action <> 'refuse'),
        'open', m.awaited_event_id, CASE WHEN m.awaited_event_id IS NULL THEN now() END
      FROM marked m WHERE m.takes_part AND NOT m.unresolved AND NOT EXISTS (
        SELECT 1 FROM change_actions o
        WHERE o.change_id = part_of AND o.key = m.key AND o.action <> 'refuse' AND o.state || '' = 'open'
          AND o.event_id IS NOT DISTINCT FROM m.awaited_event_id
          AND (m.unmarked OR o.event_id IS NOT NULL OR o.started_at IS NOT NULL)
      )
      ORDER BY m.key
      ON CONFLICT (change_id, key) WHERE action <> 'refuse' DO UPDATE
        SET state = 'open', event_id = EXCLUDED.event_id, error = NULL, started_at = EXCLUDED.started_at, settled_at = NULL,
          attempts = GREATEST(a.attempts, (SELECT e.attempt FROM events e WHERE e.id = a.event_id))
    )
    INSERT INTO resource_changes
      (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id, change_id)
    SELECT organization, m.key, 'STALE', m.lifecycle_state, m.lifecycle_state, m.generation, m.error,
      mark_stale.actor, mark_stale.correlation, m.pending_event_id, CASE WHEN m.takes_part THEN part_of END
    FROM marked m WHERE m.unmarked ORDER BY m.key;
  END IF;
  RETURN wake_dependents(organization, subject);
END;
$function$
;
