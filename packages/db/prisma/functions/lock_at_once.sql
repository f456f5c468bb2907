-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_at_once(organization uuid, keys text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = t.key
    FOR NO KEY UPDATE NOWAIT OFFSET 0
  ) AS r;
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'The graph is being changed' USING ERRCODE = 'serialization_failure';
END;
$function$
;
