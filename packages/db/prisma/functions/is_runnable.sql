-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.is_runnable(organization uuid, name text, shipped text[], pushed text[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  IF name = 'pragma' OR shipped IS NULL OR (name = ANY(shipped) AND '*/*' = ANY(pushed)) THEN
    RETURN true;
  END IF;
  IF EXISTS (SELECT 1 FROM provider_types t WHERE t.organization_id = organization AND t.provider = name) THEN
    RETURN pushed && ARRAY['*/*', '*/' || name, organization || '/*', organization || '/' || name];
  END IF;
  RETURN name = ANY(shipped) OR NOT EXISTS (
    SELECT 1 FROM provider_types t
    WHERE t.organization_id = '00000000-0000-0000-0000-000000000000' AND t.provider = name
  );
END;
$function$
;
