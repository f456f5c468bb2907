-- step: concurrently
-- What has ended since a time: each page of the dashboard asks when it begins to follow changes.
CREATE INDEX "changes_settled_idx" ON "changes"("organization_id", "settled_at") WHERE (settled_at IS NOT NULL);
