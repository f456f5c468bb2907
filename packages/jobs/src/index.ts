export { type EnqueueOptions, enqueue } from "./enqueue.ts";
export { defineJob, type Job, type JobInput, type JobPayload } from "./job.ts";
export { JOBS, providerCallJob, pruneJob, reconcileJob } from "./registry.ts";
