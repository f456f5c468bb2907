import type { z } from "zod";

/** A kind of job: its name in the queue, and its payload. Handlers live in the worker. */
export interface Job<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: Payload;
}

/** The payload that callers pass when they enqueue a job. */
export type JobInput<Kind extends Job> = z.input<Kind["payload"]>;

/** The payload that the job's handler receives. */
export type JobPayload<Kind extends Job> = z.output<Kind["payload"]>;

/** Declares a job. Jobs of the previous release may be queued when a new one starts, so new fields must be optional. */
export function defineJob<Payload extends z.ZodType>(name: string, payload: Payload): Job<Payload> {
  return { name, payload };
}
