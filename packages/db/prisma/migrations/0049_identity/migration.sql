-- What names the real thing to its provider; before the first success, what is to be taken over.
ALTER TABLE "resources" ADD COLUMN "identity" TEXT;
-- step
-- A question without a resource is answered by the programs of the last release as one about a resource that is gone.
ALTER TABLE "provider_calls" ALTER COLUMN "resource_key" DROP NOT NULL, ADD COLUMN "subject" JSON;
-- step: concurrently
CREATE INDEX "resources_identity_idx" ON "resources"("organization_id", "provider", "resource", "identity") WHERE (identity IS NOT NULL);
