-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_affected(organization uuid, subject text, spared text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  affected text[] := affected_keys(organization, subject, spared);
  locked text[];
  missed text[];
BEGIN
  WITH sorted AS MATERIALIZED (
    SELECT t.key COLLATE "C" AS key FROM unnest(affected || subject) AS t(key) ORDER BY 1
  )
  SELECT array_agg(r.key) INTO locked
  FROM sorted CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = sorted.key
    FOR NO KEY UPDATE OFFSET 0
  ) AS r;
  LOOP
    affected := affected_keys(organization, subject, spared);
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$function$
;
