-- AlterTable
ALTER TABLE "provider_types" ADD COLUMN     "leaving" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "provider_builds" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "version" TEXT COLLATE "C" NOT NULL,
    "status" TEXT NOT NULL,
    "error_message" TEXT,
    "source_hash" TEXT NOT NULL,
    "artefact_hash" TEXT,
    "network" TEXT,
    "network_override" TEXT,
    "types" JSON,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "log_bytes" INTEGER NOT NULL DEFAULT 0,
    "log_sequence" INTEGER NOT NULL DEFAULT 0,
    "pushed_by" JSONB NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_builds_pkey" PRIMARY KEY ("organization_id","provider","version"),
    CONSTRAINT "provider_builds_status_check" CHECK ("status" IN ('pending', 'building', 'success', 'failed'))
);

-- CreateTable
CREATE TABLE "provider_build_logs" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "version" TEXT COLLATE "C" NOT NULL,
    "sequence" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "provider_build_logs_pkey" PRIMARY KEY ("organization_id","provider","version","sequence")
);

-- CreateTable
CREATE TABLE "provider_deployments" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "serving_version" TEXT COLLATE "C",
    "wanted_version" TEXT COLLATE "C" NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "network" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "actor" JSONB NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "deleting_since" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_deployments_pkey" PRIMARY KEY ("organization_id","provider"),
    CONSTRAINT "provider_deployments_status_check" CHECK ("status" IN ('pending', 'progressing', 'available', 'failed'))
);

-- CreateTable
CREATE TABLE "provider_health" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "healthy" BOOLEAN NOT NULL,
    "message" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_health_pkey" PRIMARY KEY ("organization_id","provider")
);

-- CreateIndex
CREATE INDEX "provider_deployments_deleting_idx" ON "provider_deployments"("deleting_since") WHERE (deleting_since IS NOT NULL);

-- AddForeignKey
ALTER TABLE "provider_build_logs" ADD CONSTRAINT "provider_build_logs_organization_id_provider_version_fkey" FOREIGN KEY ("organization_id", "provider", "version") REFERENCES "provider_builds"("organization_id", "provider", "version") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO graphile_worker._private_tasks (identifier)
VALUES ('build-provider'), ('deploy-provider')
ON CONFLICT DO NOTHING;
