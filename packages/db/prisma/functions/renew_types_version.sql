-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.renew_types_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  changed provider_types := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM lock_types(changed.organization_id, changed.provider);
  INSERT INTO type_versions (organization_id) VALUES (changed.organization_id)
  ON CONFLICT (organization_id) DO UPDATE SET version = EXCLUDED.version;
  RETURN NULL;
END;
$function$
;
