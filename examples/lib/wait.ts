import { setTimeout as sleep } from "node:timers/promises";
import { isBlocked, isSettled, type Resource } from "./resource.ts";

const POLL_MS = 250;

/** What the wait needs of the outside. */
export interface Waiting {
  read(id: string): Promise<Resource>;
  show(resources: Resource[]): void;
  /** Milliseconds after which it gives up. */
  timeoutMs: number;
}

/**
 * Watches the resources until all are ready, or until those that are not cannot become so, or the time is over.
 * Resolves to how they were last seen.
 *
 * A resource seen ready may be changed again by one that is not ready yet, so one last look at all of them has to find
 * what the look before found.
 */
export async function waitUntilSettled(ids: string[], waiting: Waiting): Promise<Resource[]> {
  const deadline = Date.now() + waiting.timeoutMs;
  let before = "";
  for (;;) {
    const resources = await Promise.all(ids.map((id) => waiting.read(id)));
    waiting.show(resources);
    const now = JSON.stringify(resources.map(({ lifecycle_state, updated_at }) => [lifecycle_state, updated_at]));
    const over = resources.every(isSettled) || cannotGoOn(resources);
    if ((over && now === before) || Date.now() > deadline) return resources;
    before = now;
    await sleep(POLL_MS);
  }
}

/** Something failed, and all else is ready or waits for what is not. */
export function cannotGoOn(resources: Resource[]): boolean {
  const failed = (resource: Resource) => resource.lifecycle_state === "failed";
  return resources.some(failed) && resources.every((one) => failed(one) || isSettled(one) || isBlocked(one));
}
