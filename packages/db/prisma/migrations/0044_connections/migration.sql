-- The connection that a resource uses: null for all that there are.
ALTER TABLE "resources" ADD COLUMN "connection" TEXT;
-- step: concurrently
-- The users of a connection, as a list finds them.
CREATE INDEX "resources_connection_idx" ON "resources"("organization_id", "connection", "name", "provider", "resource") WHERE ("connection" IS NOT NULL);
