-- What checks find: on the row the word alone, which nothing indexes, so that a first success stays within its page.
ALTER TABLE "resources" ADD COLUMN "drift" TEXT NOT NULL DEFAULT 'unknown';
-- step
ALTER TABLE "events" ADD COLUMN "repairs" BOOLEAN NOT NULL DEFAULT false;
-- step
ALTER TABLE "provider_types" ADD COLUMN "real" BOOLEAN NOT NULL DEFAULT true, ADD COLUMN "drift_every" INTEGER;
-- step
ALTER TABLE "organizations" ADD COLUMN "check_every" INTEGER;

-- step
CREATE TABLE "drift_checks" (
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "absent_since" TIMESTAMPTZ(3),
    "found" TEXT,
    "changes" JSON,
    "finding_hash" TEXT,

    CONSTRAINT "drift_checks_pkey" PRIMARY KEY ("organization_id","resource_key")
);
CREATE INDEX "drift_checks_due_at_idx" ON "drift_checks"("due_at");
CREATE INDEX "drift_checks_found_idx" ON "drift_checks"("organization_id", "found", "resource_key") WHERE (found IS NOT NULL);

-- step
CREATE TABLE "followers" (
    "kind" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "timeline" INTEGER NOT NULL,
    "snapshot" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "followers_pkey" PRIMARY KEY ("kind")
);
