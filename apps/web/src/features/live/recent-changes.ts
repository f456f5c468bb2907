import type { StateChange } from "@pragma/contract";

/** As long as data counts as fresh (query-client.ts): older data is refetched in any case. */
const KEPT_MS = 30_000;

/**
 * The last change of each resource that changed a short while ago. A page is rendered on the server, and listens once
 * it is shown: changes between the two reached no listener.
 */
export class RecentChanges {
  readonly #byResource = new Map<string, { change: StateChange; at: number }>();

  add(changes: readonly StateChange[], now: number): void {
    for (const change of changes) {
      // Put at the end, so that the oldest are first.
      this.#byResource.delete(change.resource_id);
      this.#byResource.set(change.resource_id, { change, at: now });
    }
    this.#forget(now);
  }

  /** Oldest first. */
  all(now: number): StateChange[] {
    this.#forget(now);
    return [...this.#byResource.values()].map(({ change }) => change);
  }

  #forget(now: number): void {
    for (const [id, { at }] of this.#byResource) {
      if (now - at <= KEPT_MS) return;
      this.#byResource.delete(id);
    }
  }
}
