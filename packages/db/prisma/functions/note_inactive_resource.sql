-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.note_inactive_resource()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.lifecycle_state = NEW.lifecycle_state THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.lifecycle_state IN ('draft', 'failed') THEN
    DELETE FROM inactive_resources WHERE organization_id = OLD.organization_id AND state = OLD.lifecycle_state
      AND name = OLD.name AND provider = OLD.provider AND resource = OLD.resource;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.lifecycle_state IN ('draft', 'failed') THEN
    INSERT INTO inactive_resources (organization_id, state, name, provider, resource)
    VALUES (NEW.organization_id, NEW.lifecycle_state, NEW.name, NEW.provider, NEW.resource);
  END IF;
  RETURN NULL;
END;
$function$
;
