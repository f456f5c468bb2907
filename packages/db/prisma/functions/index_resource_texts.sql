-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.index_resource_texts()
 RETURNS text
 LANGUAGE plpgsql
AS $function$
DECLARE
  place text;
BEGIN
  IF to_regclass('resources_text_idx') IS NOT NULL THEN
    RETURN NULL;
  END IF;
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  SELECT extnamespace::regnamespace::text INTO place FROM pg_extension WHERE extname = 'pg_trgm';
  -- What waits to be sorted in is read by each search, so it is kept short.
  EXECUTE format(
    'CREATE INDEX resources_text_idx ON resources USING gin (organization_id uuid_ops, key %s.gin_trgm_ops)
       WITH (gin_pending_list_limit = 1024)', place);
  RETURN NULL;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
  RETURN SQLERRM;
END;
$function$
;
