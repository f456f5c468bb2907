/**
 * Why a provider call failed:
 *
 * - `config`: the user's to fix; no retry helps;
 * - `outputs`: the handler did its work, but its answer breaks the outputs schema or the protocol's limits; no retry
 *   helps, and the real thing may exist;
 * - `retryable`: the handler failed, or asked to be tried again (`retryAfter`);
 * - `timeout`: it did not answer in time, and has been stopped;
 * - `crashed`: its process ended, or could not be started;
 * - `protocol`: its process broke the protocol and was stopped, or its answer was none;
 * - `cancelled`: the caller gave up.
 */
export type ProviderCallErrorKind =
  | "config"
  | "outputs"
  | "retryable"
  | "timeout"
  | "crashed"
  | "protocol"
  | "cancelled";

/** What is known of an error beside its kind; nothing by default. */
export interface ProviderCallErrorFacts {
  retryAfter?: number | null;
  isShared?: boolean;
  exists?: string | null | undefined;
  replace?: readonly string[] | null;
}

/**
 * The only error that a provider call rejects with. By then the handler is no longer running, so it cannot overlap with
 * the next attempt. `message` is the handler's own words for what a handler threw; else it names the provider.
 */
export class ProviderCallError extends Error {
  readonly kind: ProviderCallErrorKind;
  /** Such as `postgres 0.1.0`. */
  readonly provider: string;
  /** Seconds until a next attempt makes sense, where someone knows. */
  readonly retryAfter: number | null;
  /**
   * Of kind `config`: identity of the thing that is there already, and is not taken over unasked; null if it has none that can be told.
   * Undefined for any other error.
   */
  readonly exists: string | null | undefined;
  /** Of kind `config`, from an update: the fields that only another thing can have as they are declared. */
  readonly replace: readonly string[] | null;
  /** Its process had run other calls too, so one of them may have ended it. */
  readonly isShared: boolean;

  constructor(
    kind: ProviderCallErrorKind,
    provider: string,
    message: string,
    { retryAfter = null, isShared = false, exists, replace = null }: ProviderCallErrorFacts = {},
  ) {
    super(message);
    this.name = "ProviderCallError";
    this.kind = kind;
    this.provider = provider;
    this.retryAfter = retryAfter;
    this.isShared = isShared;
    this.exists = exists;
    this.replace = replace;
  }

  /** Whether a further attempt may succeed. */
  get isRetryable(): boolean {
    return this.kind !== "config" && this.kind !== "outputs" && this.kind !== "cancelled";
  }
}
