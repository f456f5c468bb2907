export { enqueue } from "./enqueue.ts";
export type { Job, JobPayload } from "./job.ts";
export { QUEUES, type Queue } from "./queues.ts";
export { buildProviderJob, deployProviderJob, JOBS, providerCallJob, pruneJob } from "./registry.ts";
