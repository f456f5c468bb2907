-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.awaited_keys(organization uuid, starts text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT s.key FROM unnest(starts) AS s(key)
      UNION
      SELECT w.key FROM reached CROSS JOIN LATERAL waits_of(organization, reached.key, '{}') AS w
    )
    SELECT key FROM reached
  );
END;
$function$
;
