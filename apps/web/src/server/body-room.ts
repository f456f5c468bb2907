import type { IncomingMessage } from "node:http";
import { createRequestRoom, isNegligible } from "@pragma/core/limits/ledgers";
import { largestMemory, memoryOf, senderOf } from "./body-limit.ts";
import type { WebEnv } from "./env.ts";

type TakeRoom = (request: IncomingMessage, limit: number) => Promise<(() => void) | null>;

/**
 * Keeps the bodies that are in memory at once within `requestMemoryBytes`: a large one waits, unread, until there is room.
 *
 * @returns takes room for a body of which at most `limit` bytes are read, and gives the function that gives it back; null if
 * there was none in time
 */
export function bodyRoom(env: Pick<WebEnv, "authSecret" | "settings" | "requestMemoryBytes">): TakeRoom {
  const takeRoom = createRequestRoom({ bytes: env.requestMemoryBytes, largestBytes: largestMemory(env.settings) });
  return async (request, limit) => {
    const bytes = memoryOf(request, limit);
    // Who sends it is not looked up for nothing.
    return isNegligible(bytes) ? () => {} : takeRoom(bytes, await senderOf(request, env));
  };
}
