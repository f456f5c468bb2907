/**
 * The kinds of work that a worker can take, each a pool of workers: reconciles of resources, and their events; questions to live
 * providers; builds and deployments of pushed providers; what is done by the clock.
 */
export const QUEUES = ["resources", "questions", "builds", "upkeep"] as const;

/** A kind of work. */
export type Queue = (typeof QUEUES)[number];
