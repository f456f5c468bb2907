-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.reachable_keys(organization uuid, targets text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
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
$function$
;
