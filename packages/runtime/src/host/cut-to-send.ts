import { cutToBytes } from "../wire/line-writer.ts";

/** How much more is sent of a text than the platform keeps. */
const SENT = 2;

/**
 * A text for the platform, which keeps at most `limit` bytes of it. It redacts the text before it cuts it, since half a
 * secret is not found; so what is cut here must be beyond what it keeps.
 */
export function cutToSend(text: string, limit: number): string {
  return cutToBytes(text, SENT * limit);
}
