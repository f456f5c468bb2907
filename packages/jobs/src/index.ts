export { type EnqueueOptions, enqueue } from "./enqueue.ts";
export { defineJob, type Job, type JobInput, type JobPayload } from "./job.ts";
export { buildProviderJob, deployProviderJob, JOBS, providerCallJob, pruneJob } from "./registry.ts";
