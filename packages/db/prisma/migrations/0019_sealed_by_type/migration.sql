-- Whether all of the config is sealed because its type was not known when it was applied.
ALTER TABLE "resources" ADD COLUMN "sealed_whole" BOOLEAN NOT NULL DEFAULT false;

-- Providers of whose resources the stored values are to be sealed by the types of now: a type became known, or marks other
-- fields as sensitive.
CREATE TABLE "type_seals" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "in_hand" UUID[] NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "type_seals_pkey" PRIMARY KEY ("organization_id","provider")
);

-- What was stored before went by the types of its time, and drafts of unknown types were not sealed at all.
INSERT INTO "type_seals" ("organization_id", "provider", "in_hand")
SELECT "organization_id", "provider", '{}' FROM "resources" WHERE "provider" <> 'pragma' GROUP BY 1, 2;
