-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.remove_file_bytes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.provider = 'pragma' AND OLD.resource = 'file' THEN
    DELETE FROM files f WHERE f.organization_id = OLD.organization_id AND f.name = OLD.name;
    DELETE FROM blob_parts b
    WHERE b.organization_id = OLD.organization_id AND starts_with(b.key, 'file/' || OLD.name || '/');
  END IF;
  RETURN NULL;
END;
$function$
;
