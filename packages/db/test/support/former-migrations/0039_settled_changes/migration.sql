-- What has ended since a time: each page of the dashboard asks when it begins to follow changes.
-- allow index: an organization has thousands of changes, not millions, so writes wait for one short read of the table
CREATE INDEX "changes_settled_idx" ON "changes"("organization_id", "settled_at") WHERE (settled_at IS NOT NULL);
