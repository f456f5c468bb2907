-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.types_version(organization uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  RETURN (SELECT v.version FROM type_versions v WHERE v.organization_id = '00000000-0000-0000-0000-000000000000')
    || COALESCE('.' || (SELECT v.version FROM type_versions v WHERE v.organization_id = organization), '');
END;
$function$
;
