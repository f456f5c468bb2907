-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.remove_edges(organization uuid, subject text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  targets text[];
BEGIN
  WITH gone AS (
    DELETE FROM edges e WHERE e.organization_id = organization AND e.from_key = subject RETURNING e.to_key
  )
  SELECT array_agg(to_key) INTO targets FROM gone;
  RETURN wake_deletions(organization, targets);
END;
$function$
;
