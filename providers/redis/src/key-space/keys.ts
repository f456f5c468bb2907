import type { Call, Session } from "../server/session.ts";

/** Keys that one SCAN looks at, and thus about the most that one UNLINK names. */
const BATCH = 1000;

/** A prefix as a pattern that matches it literally. */
export function prefixPattern(prefix: string): string {
  return `${prefix.replace(/[\\*?[\]]/g, "\\$&")}*`;
}

/** The prefix that a pattern matches literally; null for a pattern that matches anything else. */
export function prefixOf(pattern: string): string | null {
  const prefix = pattern.slice(0, -1).replace(/\\(.)/g, "$1");
  return prefix !== "" && prefixPattern(prefix) === pattern ? prefix : null;
}

/**
 * Removes all keys with the prefix in the database of the connection; resolves to how many. SCAN visits every key that
 * is there from beginning to end, and the server does other things between two batches. UNLINK frees memory aside.
 */
export async function removeKeys(call: Call, session: Session, prefix: string): Promise<number> {
  let removed = 0;
  let cursor = "0";
  do {
    call.signal.throwIfAborted();
    const reply = await session.command("SCAN", cursor, "MATCH", prefixPattern(prefix), "COUNT", String(BATCH));
    const [next, keys] = reply as [string, string[]];
    if (keys.length > 0) removed += Number(await session.command("UNLINK", ...keys));
    cursor = next;
  } while (cursor !== "0");
  return removed;
}
