-- Whether a worker can hold its providers to the egress policy; null for workers of an earlier release, which cannot.
ALTER TABLE "workers" ADD COLUMN "filters_network" BOOLEAN;
