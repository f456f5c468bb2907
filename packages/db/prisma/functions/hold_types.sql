-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.hold_types(organization uuid, of_provider text, seen text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  held text;
BEGIN
  held := pg_advisory_xact_lock_shared(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
  held := pg_advisory_xact_lock_shared(hashtextextended('types:00000000-0000-0000-0000-000000000000:' || of_provider, 0));
  IF types_version(organization) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'The types of the organization changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END;
$function$
;
