import { z } from "zod";
import { defineJob } from "./job.ts";

/**
 * Answers a question to a live provider, given by a row in `provider_calls`. Enqueued with that row. `traceparent` has what the
 * question is part of; jobs of an earlier release, and questions that are part of no trace, have none.
 */
export const providerCallJob = defineJob(
  "provider-call",
  z.object({ callId: z.uuid(), traceparent: z.string().optional() }),
);

/** Deletes expired data. Enqueued by the clock. */
export const pruneJob = defineJob("prune", z.object({}));

/** Builds a pushed version of a provider. Enqueued with its row in `provider_builds`. */
export const buildProviderJob = defineJob(
  "build-provider",
  z.object({ organizationId: z.uuid(), provider: z.string(), version: z.string() }),
);

/** Deploys the version of a provider that an organization wants. Enqueued with the change of `provider_deployments`. */
export const deployProviderJob = defineJob(
  "deploy-provider",
  z.object({ organizationId: z.uuid(), provider: z.string() }),
);

/** Every job. A migration has told the queue their names. */
export const JOBS = [providerCallJob, pruneJob, buildProviderJob, deployProviderJob] as const;
