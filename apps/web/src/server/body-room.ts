import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestRoom, declaresMore, isNegligible } from "@pragma/core/limits/ledgers";
import { turnOnConnection } from "@pragma/http";
import { largestMemory, memoryOf, senderOf } from "./body-limit.ts";
import type { WebEnv } from "./env.ts";

type TakeRoom = (request: IncomingMessage, response: ServerResponse, limit: number) => Promise<(() => void) | null>;

/**
 * Keeps the bodies that are in memory at once within `requestMemoryBytes`: a large one waits, unread, until there is room.
 *
 * @returns takes room for a body of which at most `limit` bytes are read, and gives the function that gives it back; null if
 * there was none in time
 */
export function bodyRoom(env: Pick<WebEnv, "authSecret" | "settings" | "requestMemoryBytes">): TakeRoom {
  const takeRoom = createRequestRoom({ bytes: env.requestMemoryBytes, largestBytes: largestMemory(env.settings) });
  return async (request, response, limit) => {
    // Refused unread.
    if (declaresMore(request.headers, limit)) return () => {};
    const bytes = memoryOf(request, limit);
    if (isNegligible(bytes)) return () => {};
    await turnOnConnection(request, response);
    return takeRoom(bytes, await senderOf(request, env));
  };
}
