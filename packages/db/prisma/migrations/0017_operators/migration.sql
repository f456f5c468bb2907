-- Who looks after the installation: creates organizations, lets them push providers, confirms addresses.
ALTER TABLE "users" ADD COLUMN "operator" BOOLEAN NOT NULL DEFAULT false;
UPDATE "users" SET "operator" = true WHERE "id" = (SELECT "id" FROM "users" ORDER BY "created_at", "id" LIMIT 1);

-- Whether its members may push providers, which is to run code of theirs here. All that are there could, and still may.
ALTER TABLE "organizations" ADD COLUMN "may_push" BOOLEAN NOT NULL DEFAULT false;
UPDATE "organizations" SET "may_push" = true;
