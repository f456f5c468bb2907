import type { Hooks } from "./hooks.ts";

/** A bearer token, or what gives one. A function is asked before every attempt, so it can refresh. */
export type TokenSource = string | (() => string | Promise<string>);

/** How a client is made. */
export interface PragmaOptions {
  /** Where the API is, such as `http://localhost:8000`; a path before it is kept. */
  apiUrl: string;
  /** Left out, only `health`, `readiness` and `tokens.exchange` will do. */
  token?: TokenSource | undefined;
  /** In place of the global `fetch`: a proxy, a test, an instrumented one. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds for one attempt, 30,000 by default, ten minutes for uploads; 0 for no limit. */
  timeout?: number | undefined;
  /** Further attempts after the first, 3 by default; 0 for none. */
  maxRetries?: number | undefined;
  /** Called around every attempt; several are called in order. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /** Put before the SDK's own `User-Agent`. Browsers send theirs. */
  userAgent?: string | undefined;
}

/** What every call takes. */
export interface RequestOptions {
  /** Ends the call, waits between attempts included, with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, in place of the client's. */
  timeout?: number | undefined;
  /** Further attempts after the first, in place of the client's. */
  maxRetries?: number | undefined;
  /** Further headers. */
  headers?: Record<string, string> | undefined;
}

/** What a call takes that changes something by POST. */
export interface WriteOptions extends RequestOptions {
  /**
   * Makes repetitions of this call one: the API keeps the first answer for 24 hours. 1 to 255 visible ASCII characters.
   * Without it the SDK makes one up for all attempts of the call.
   */
  idempotencyKey?: string | undefined;
}
