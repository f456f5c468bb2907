import type { Hooks } from "./hooks.ts";

/** A bearer token, or a function that returns one. The function is called before every attempt, so it can refresh. */
export type TokenSource = string | (() => string | Promise<string>);

/** Options of a client. */
export interface PragmaOptions {
  /** URL of the API, such as `http://localhost:8000`; may have a path. */
  apiUrl: string;
  /** Without it, only `health`, `readiness` and `tokens.exchange` work. */
  token?: TokenSource | undefined;
  /** Replaces the global `fetch`, for example with a proxy, a mock or an instrumented one. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds for one attempt, 30,000 by default, ten minutes for uploads; 0 for no limit. */
  timeout?: number | undefined;
  /** Retries after the first attempt, 3 by default; 0 for none. */
  maxRetries?: number | undefined;
  /** Called around every attempt; several are called in order. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /** Prepended to the SDK's `User-Agent`. Browsers send their own. */
  userAgent?: string | undefined;
}

/** Options of every call. */
export interface RequestOptions {
  /** Aborts the call, including waits between attempts, with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt; overrides the client's. */
  timeout?: number | undefined;
  /** Retries after the first attempt; overrides the client's. */
  maxRetries?: number | undefined;
  /** Additional headers. */
  headers?: Record<string, string> | undefined;
}

/** Options of a call that changes something by POST. */
export interface WriteOptions extends RequestOptions {
  /**
   * Makes repetitions of this call count as one: the API stores the first response for 24 hours. 1 to 255 visible ASCII
   * characters. By default the SDK generates one for all attempts of the call.
   */
  idempotencyKey?: string | undefined;
}
