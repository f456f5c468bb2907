-- Has resources found by a part of their key. Without the extension pg_trgm, which a managed database may not let one
-- create, all goes on without the index: a search then reads every resource of the organization.
-- Gives why there is none; null if there is one. Whoever migrates calls it again each time.
CREATE FUNCTION "index_resource_texts"() RETURNS text LANGUAGE plpgsql AS $$
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
$$;

SELECT "index_resource_texts"();

-- CreateTable
-- Drafts and failed resources, in the order of lists. Those that are being worked on have an unsettled event, so that
-- the way of most resources, from pending to ready, writes nothing here.
CREATE TABLE "inactive_resources" (
    "organization_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "resource" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "inactive_resources_pkey" PRIMARY KEY ("organization_id","state","name","provider","resource")
);

CREATE FUNCTION "note_inactive_resource"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
$$;

CREATE TRIGGER "note_inactive_at_insert" AFTER INSERT ON "resources"
FOR EACH ROW WHEN (NEW.lifecycle_state IN ('draft', 'failed'))
EXECUTE FUNCTION "note_inactive_resource"();

CREATE TRIGGER "note_inactive_at_update" AFTER UPDATE OF "lifecycle_state" ON "resources"
FOR EACH ROW WHEN (OLD.lifecycle_state <> NEW.lifecycle_state
  AND (OLD.lifecycle_state IN ('draft', 'failed') OR NEW.lifecycle_state IN ('draft', 'failed')))
EXECUTE FUNCTION "note_inactive_resource"();

CREATE TRIGGER "note_inactive_at_delete" AFTER DELETE ON "resources"
FOR EACH ROW WHEN (OLD.lifecycle_state IN ('draft', 'failed'))
EXECUTE FUNCTION "note_inactive_resource"();

INSERT INTO "inactive_resources" ("organization_id", "state", "name", "provider", "resource")
SELECT "organization_id", "lifecycle_state", "name", "provider", "resource" FROM "resources"
WHERE "lifecycle_state" IN ('draft', 'failed');
