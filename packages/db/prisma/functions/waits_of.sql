-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.waits_of(organization uuid, subject text, going text[])
 RETURNS TABLE(key text, in_deletion boolean)
 LANGUAGE plpgsql
AS $function$
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
$function$
;
