import type { Core } from "@pragma/core";
import type { Caller } from "@pragma/core/callers";
import { MAX_STREAMS_PER_TOKEN } from "@pragma/core/limits/ledgers";
import { HttpError } from "./http-error.ts";

/**
 * Takes one of the streams that a token may have open, across all replicas.
 * @returns a function that gives it back
 * @throws HttpError 429 if the token has 50
 */
export async function takeStream(core: Core, caller: Caller): Promise<() => void> {
  const giveBack = await core.services.streams.take(caller.tokenId);
  if (giveBack !== null) return giveBack;
  const headers = { "retry-after": "30" };
  throw new HttpError("rate_limited", `A token may have ${MAX_STREAMS_PER_TOKEN} streams open`, { headers });
}
