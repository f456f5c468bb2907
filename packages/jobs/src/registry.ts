import { z } from "zod";
import { defineJob } from "./job.ts";

/** Answer a question to a live provider; its row in `provider_calls` says which. Enqueued with that row. */
export const providerCallJob = defineJob("provider-call", z.object({ callId: z.uuid() }));

/** Delete what is kept no longer. Enqueued by the clock. */
export const pruneJob = defineJob("prune", z.object({}));

/** Build a version of a provider that was pushed. Enqueued with its row in `provider_builds`. */
export const buildProviderJob = defineJob(
  "build-provider",
  z.object({ organizationId: z.uuid(), provider: z.string(), version: z.string() }),
);

/** Have the version that an organization wants of a provider serve it. Enqueued with the change of `provider_deployments`. */
export const deployProviderJob = defineJob(
  "deploy-provider",
  z.object({ organizationId: z.uuid(), provider: z.string() }),
);

/** Every job there is. The queue knows their names from a migration. */
export const JOBS = [providerCallJob, pruneJob, buildProviderJob, deployProviderJob] as const;
