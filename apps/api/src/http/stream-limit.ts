import { HttpError } from "./http-error.ts";

export const MAX_STREAMS_PER_TOKEN = 50;

const open = new Map<string, number>();

/**
 * Takes one of the streams that a token may have open on this replica.
 * @returns gives it back; call it once
 * @throws HttpError 429 if the token has 50
 */
export function takeStream(tokenId: string): () => void {
  const count = open.get(tokenId) ?? 0;
  if (count >= MAX_STREAMS_PER_TOKEN) {
    const headers = { "retry-after": "30" };
    throw new HttpError("rate_limited", `A token may have ${MAX_STREAMS_PER_TOKEN} streams open`, { headers });
  }
  open.set(tokenId, count + 1);
  return () => {
    const left = (open.get(tokenId) ?? 1) - 1;
    if (left === 0) open.delete(tokenId);
    else open.set(tokenId, left);
  };
}
