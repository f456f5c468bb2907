-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.holds_lease(organization uuid, subject text, lease uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM leases l WHERE l.organization_id = organization AND l.resource_key = subject AND l.id = lease
  );
END;
$function$
;
