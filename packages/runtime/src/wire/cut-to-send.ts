import { cutToBytes } from "./line-writer.ts";

/** How much of a text is sent beyond what the platform keeps. */
export const SENT = 2;

/**
 * A text for the platform, which keeps at most `limit` bytes of it. The platform redacts before it cuts, since half a
 * secret is not found; so the cut here must lie beyond what it keeps.
 */
export function cutToSend(text: string, limit: number): string {
  return cutToBytes(text, SENT * limit);
}
