import { MissingDependencyError, ResourcePausedError } from "../errors/wait-errors.ts";
import type { WireResource } from "../types/models.ts";

/** Reasons of the condition `DependenciesReady`: something does not exist, and nothing in progress will create it. */
const MISSING = new Set(["TypeUnknown", "DependencyAbsent"]);

/**
 * Ends a wait if the awaited resource depends on something that stays missing, since nothing declares it, or no provider serves its
 * type; or if it stays paused. Somebody may be about to change that, so it gets some time.
 */
export class MissingWatch {
  readonly #timeout: number;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: WireResource | undefined;

  /** @param timeout milliseconds; 0 for no limit */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Aborted with a MissingDependencyError or a ResourcePausedError. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Records the current state of the resource. */
  note(resource: WireResource): void {
    this.#last = resource;
    const isMissing = resource.conditions.some(
      ({ type, reason }) => type === "DependenciesReady" && MISSING.has(reason),
    );
    if (!isMissing && !isPaused(resource)) this.end();
    else if (this.#timeout > 0) this.#timer ??= setTimeout(() => this.#giveUp(), this.#timeout);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #giveUp(): void {
    if (!this.#last) return;
    const Cause = isPaused(this.#last) ? ResourcePausedError : MissingDependencyError;
    this.#controller.abort(new Cause(this.#last));
  }
}

function isPaused({ conditions }: WireResource): boolean {
  return conditions.some(({ type }) => type === "Paused");
}
