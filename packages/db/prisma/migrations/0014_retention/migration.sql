-- An answer is replayed as it was given. JSONB sorts the keys of objects; JSON keeps the text.
ALTER TABLE "idempotency_keys" ALTER COLUMN "headers" TYPE JSON, ALTER COLUMN "error" TYPE JSON;

-- Workers that took the present deployment on: it has to end.
ALTER TABLE "provider_deployments" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;

-- What is under way, to find what has lost its job.
CREATE INDEX "provider_deployments_unfinished_idx" ON "provider_deployments"("updated_at") WHERE (status = ANY (ARRAY['pending'::text, 'progressing'::text]));
CREATE INDEX "provider_builds_unfinished_idx" ON "provider_builds"("created_at") WHERE (status = ANY (ARRAY['pending'::text, 'building'::text]));

-- The newest entries of one resource, or of one organization, by id. Where the order is that of the primary key, the
-- planner may walk that one backwards instead, in the hope of meeting the rows early, and reads the whole table where
-- there are few of them or they are old: so it did where random_page_cost is PostgreSQL's default and there are few
-- resources. An order that only these indexes have leaves it no choice: queries say `id + 0`.
CREATE INDEX "resource_changes_by_resource_idx" ON "resource_changes"("organization_id", "resource_key", (id + 0) DESC);
DROP INDEX "resource_changes_organization_id_resource_key_id_idx";
CREATE INDEX "resource_logs_by_resource_idx" ON "resource_logs"("organization_id", "resource_key", (id + 0) DESC);
DROP INDEX "resource_logs_organization_id_resource_key_id_idx";
CREATE INDEX "audit_entries_by_organization_idx" ON "audit_entries"("organization_id", (id + 0) DESC);
DROP INDEX "audit_entries_organization_id_id_idx";
