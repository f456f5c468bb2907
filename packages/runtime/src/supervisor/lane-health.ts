/** The health of a version in one organization. */
export interface ProviderHealth {
  healthy: boolean;
  /** Why it is unhealthy; null while it is healthy. */
  message: string | null;
}

/**
 * Tells changes between healthy and not, what it is at first, and another reason than the one told last; what stays as it
 * is is not told again.
 */
export class LaneHealth {
  readonly #onChange: (health: ProviderHealth) => void;
  #isHealthy: boolean | null = null;
  #message: string | null = null;

  constructor(onChange: (health: ProviderHealth) => void) {
    this.#onChange = onChange;
  }

  get isHealthy(): boolean {
    return this.#isHealthy === true;
  }

  /** A process is ready for calls. That says nothing about one that kept exiting when it got them. */
  started(): void {
    if (this.#isHealthy === null) this.#become(true, null);
  }

  /** A call was answered with a result. */
  answered(): void {
    if (this.#isHealthy !== true) this.#become(true, null);
  }

  /** A process could not be started, or processes keep exiting. */
  broke(message: string): void {
    if (this.#isHealthy !== false || this.#message !== message) this.#become(false, message);
  }

  #become(healthy: boolean, message: string | null): void {
    this.#isHealthy = healthy;
    this.#message = message;
    this.#onChange({ healthy, message });
  }
}
