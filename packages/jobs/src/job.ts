import type { z } from "zod";

/** A kind of work for the queue: what its rows in the queue are called, and what each says. Handlers live in the worker. */
export interface Job<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: Payload;
}

/** What whoever enqueues a job must give. */
export type JobInput<Kind extends Job> = z.input<Kind["payload"]>;

/** What the handler of a job gets. */
export type JobPayload<Kind extends Job> = z.output<Kind["payload"]>;

/** Declares a job. Jobs of the release before are still queued when a new one starts, so new fields must be optional. */
export function defineJob<Payload extends z.ZodType>(name: string, payload: Payload): Job<Payload> {
  return { name, payload };
}
