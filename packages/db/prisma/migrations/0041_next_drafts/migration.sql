-- The draft that a revert stages once what ran before has succeeded. Programs of the former release leave it alone.
ALTER TABLE resources ADD COLUMN next_draft json;

-- step: concurrently
-- Nearly always empty. It finds what a worker of the former release has settled without staging it.
CREATE INDEX "resources_next_draft_idx" ON "resources"("organization_id") WHERE (next_draft IS NOT NULL);
