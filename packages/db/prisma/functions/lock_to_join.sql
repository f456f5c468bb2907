-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_to_join(organization uuid, subject text, dependencies text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  affected text[];
  locked text[] := '{}';
  missed text[];
BEGIN
  -- Whoever marks its dependencies has it locked as long as that takes.
  PERFORM 1 FROM resources r WHERE r.organization_id = organization AND r.key = subject FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT 1 FROM unnest(dependencies) AS t(key) CROSS JOIN LATERAL (
      SELECT x.stale_since FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r WHERE r.stale_since IS NOT NULL
  ) THEN
    RETURN NULL;
  END IF;
  LOOP
    affected := affected_keys(organization, subject, '{}');
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$function$
;
