import { ConnectionError, PragmaApiError, TimeoutError } from "../errors/index.ts";

const BASE_MS = 250;
const LONGEST_MS = 8_000;
/** If a server asks for a longer wait than this, the call fails instead. */
const PATIENCE_MS = 120_000;

/** The provider behind a resource failed; asking the API again asks it again, and takes as long. */
const PROVIDERS_FAULT = new Set(["provider_failed", "provider_timeout"]);

/** Exponential, with full jitter, so that clients that failed together do not retry together. */
export function backoff(attempt: number, longest = LONGEST_MS): number {
  return Math.random() * Math.min(longest, BASE_MS * 2 ** (attempt - 1));
}

/**
 * Milliseconds until the next attempt; null if there must be none.
 *
 * @param safe whether the request is idempotent. If not, it is retried only if it certainly had no effect.
 */
export function retryDelay(error: unknown, attempt: number, safe: boolean): number | null {
  if (!(safe ? isTemporary(error) : wasTurnedAway(error))) return null;
  const asked = error instanceof PragmaApiError ? error.retryAfter : null;
  if (asked === null) return backoff(attempt);
  return asked * 1000 > PATIENCE_MS ? null : asked * 1000 + Math.random() * BASE_MS;
}

/** Whether the same request may succeed a little later. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true;
  if (!(error instanceof PragmaApiError)) return false;
  if (error.status >= 502 && error.status <= 504) return !PROVIDERS_FAULT.has(error.code ?? "");
  return wasTurnedAway(error);
}

function wasTurnedAway(error: unknown): boolean {
  return error instanceof PragmaApiError && (error.status === 429 || error.code === "idempotency_in_progress");
}
