-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.has_awaiting_deletions(organization uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
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
    SELECT min(d.resource_key) INTO leaving FROM events d
    WHERE d.organization_id = organization AND d.settled_at IS NULL AND d.event_type = 'DELETE'
      AND d.resource_key >= target COLLATE "C";
    IF leaving IS NULL THEN
      RETURN false;
    END IF;
    IF leaving = target THEN
      RETURN true;
    END IF;
    target := leaving;
  END LOOP;
END;
$function$
;
