import type { JsonObject } from "@pragma/contract";
import { exceedsBytes } from "./line-writer.ts";

/** Facts beside a message, or a word that they were too long. */
export function boundDetails(details: JsonObject | null, limit: number): JsonObject | null {
  return details !== null && exceedsBytes(JSON.stringify(details), limit) ? { dropped: "too long" } : details;
}
