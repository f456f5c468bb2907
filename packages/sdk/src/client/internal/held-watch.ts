import { ChangeBlockedError } from "../errors/change-errors.ts";
import type { Blocked, Change, ChangeAction, WireResource } from "../types/models.ts";

/** Requests by which to judge whether a change goes on. */
export interface ChangeFacts {
  /** The actions of a change that are waiting or running. */
  open(change: Change, signal: AbortSignal): Promise<readonly ChangeAction[]>;
  /** A resource; null if there is none. */
  resource(id: string, signal: AbortSignal): Promise<WireResource | null>;
}

/** Resources outside the change that are looked up at most; one that will not come is enough to end the wait. */
const MOST_LOOKED_UP = 20;

/**
 * Ends a wait for a change whose resources wait for something outside it that will not come by itself, once nothing of the
 * change is running any more. It may be about to be applied, so it gets some time.
 */
export class HeldWatch {
  readonly #facts: ChangeFacts;
  readonly #timeout: number;
  #since: number | null = null;

  /** @param timeout milliseconds; 0 for no limit */
  constructor(facts: ChangeFacts, timeout: number) {
    this.#facts = facts;
    this.#timeout = timeout;
  }

  /**
   * Records the current state.
   *
   * @throws ChangeBlockedError once it is held for long enough
   */
  async note(change: Change, signal: AbortSignal): Promise<void> {
    const held = this.#timeout === 0 || change.blocked.length === 0 ? [] : await this.#held(change, signal);
    if (held.length === 0) this.#since = null;
    else {
      this.#since ??= Date.now();
      if (Date.now() - this.#since >= this.#timeout) throw new ChangeBlockedError(change, held);
    }
  }

  /** Resources waiting for something that is not part of the change and is not coming; nothing while anything of it runs. */
  async #held(change: Change, signal: AbortSignal): Promise<Blocked[]> {
    if (change.status !== "applying") return [];
    const open = await this.#facts.open(change, signal);
    if (open.some(({ state }) => state === "running")) return [];
    const own = new Set(open.map(({ resource }) => resource.id));
    const outside = change.blocked.filter(({ by }) => !by.some((id) => own.has(id)));
    const ids = [...new Set(outside.flatMap(({ by }) => by))].slice(0, MOST_LOOKED_UP);
    const read = async (id: string) => ((await this.#comes(id, signal)) ? null : id);
    const missing = new Set(await Promise.all(ids.map(read)));
    return outside.filter(({ by }) => by.length === 0 || by.some((id) => missing.has(id)));
  }

  /** Whether a resource is on its way: being carried out, and held up by nothing that is missing or failed. */
  async #comes(id: string, signal: AbortSignal): Promise<boolean> {
    const resource = await this.#facts.resource(id, signal);
    if (resource === null || resource.lifecycle_state === "failed" || resource.lifecycle_state === "draft")
      return false;
    return !resource.conditions.some(({ reason }) => HOPELESS.has(reason));
  }
}

/** Reasons of conditions: what it depends on does not exist, is served by no provider, or has failed, or it is paused. */
const HOPELESS = new Set(["TypeUnknown", "DependencyAbsent", "DependencyFailed", "Paused"]);
