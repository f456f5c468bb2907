import { MissingDependencyError } from "../errors/wait-errors.ts";
import type { WireResource } from "../types/models.ts";

/** Of the condition `DependenciesReady`: something is not there, and nothing is on its way to make it. */
const MISSING = new Set(["TypeUnknown", "DependencyAbsent"]);

/**
 * Gives a wait up when what is waited for waits for something that stays missing: nothing declares it, or no provider serves
 * its type. It may be about to be applied, so it gets some time.
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

  /** Aborted with a MissingDependencyError. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Takes note of how the resource is now. */
  note(resource: WireResource): void {
    this.#last = resource;
    const isMissing = resource.conditions.some(
      ({ type, reason }) => type === "DependenciesReady" && MISSING.has(reason),
    );
    if (!isMissing) this.end();
    else if (this.#timeout > 0) this.#timer ??= setTimeout(() => this.#giveUp(), this.#timeout);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #giveUp(): void {
    if (this.#last) this.#controller.abort(new MissingDependencyError(this.#last));
  }
}
