-- What a worker says of itself. All of it is null for workers of an earlier release, which say nothing.
-- What stands between its providers and the platform: bubblewrap, user or none; and whether its operator named it.
ALTER TABLE "workers" ADD COLUMN "boundary" TEXT;
ALTER TABLE "workers" ADD COLUMN "boundary_named" BOOLEAN;
-- The shipped types that it serves, each as provider/resource.
ALTER TABLE "workers" ADD COLUMN "shipped_types" TEXT[];
-- The pushed providers that it may run, each as organization/provider, with an asterisk for any.
ALTER TABLE "workers" ADD COLUMN "pushed_providers" TEXT[];
-- The kinds of work that it takes.
ALTER TABLE "workers" ADD COLUMN "queues" TEXT[];

-- Shipped types that no live worker serves, and since when. They go when a grace period is over. `checked_at` tells a time
-- in which nobody looked from one in which nobody served.
CREATE TABLE "unserved_types" (
    "provider" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unserved_types_pkey" PRIMARY KEY ("provider","resource")
);
