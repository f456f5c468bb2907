import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestRoom, isNegligible, NoRoomError } from "@pragma/core/limits/ledgers";
import { memoryOf, senderOf } from "./body-limit.ts";
import type { WebEnv } from "./env.ts";

/** Who shares the room of those who are not signed in. */
const STRANGERS = "strangers";

type TakeRoom = (request: IncomingMessage, response: ServerResponse, limit: number) => Promise<boolean>;

/**
 * Keeps the bodies that are in memory at once within `requestMemoryBytes`: a large one waits, unread, until there is room.
 *
 * @returns takes room for a body of which at most `limit` bytes are read, until the request has been answered; false if
 * there was none in time
 */
export function bodyRoom(env: Pick<WebEnv, "authSecret" | "settings" | "requestMemoryBytes">): TakeRoom {
  const room = createRequestRoom(env.requestMemoryBytes);
  return async (request, response, limit) => {
    const bytes = memoryOf(request, limit);
    if (isNegligible(bytes)) return true;
    const sender = (await senderOf(request, env)) ?? STRANGERS;
    const give = await room.take(bytes, sender).catch((error: unknown) => {
      if (!(error instanceof NoRoomError)) throw error;
      return null;
    });
    if (give === null) return false;
    // It may have been closed while the request waited.
    if (response.closed) give();
    else response.once("close", give);
    return true;
  };
}
