-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_and_count_quota(organization uuid, quota text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('quota:' || organization::text || ':' || quota, 0));
  RETURN (SELECT c.amount FROM count_quota(organization, quota) c);
END;
$function$
;
