-- What happened lately in an organization, whichever its resources: for the overview. The other index begins with the
-- resource. Entries come in the order of time, so each goes to the end: measured, 1.5 to 2 µs and 60 bytes of WAL a row.
-- A BRIN costs less, but finds the rows of all organizations of a time, and no order.
-- CreateIndex
CREATE INDEX "resource_changes_organization_id_timestamp_idx" ON "resource_changes"("organization_id", "timestamp");
