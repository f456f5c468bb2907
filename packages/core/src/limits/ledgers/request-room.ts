import type { ServerResponse } from "node:http";
import { MemoryRoom, NoRoomError } from "./memory-room.ts";

export const DEFAULT_REQUEST_MEMORY_BYTES = 256 * 1024 * 1024;

/** Maximum wait for room; a sender that is turned away after it may try again. */
const PATIENCE_MS = 10_000;
/** Those that wait have sent no more than what fits into the buffers of their connection. */
const MAX_WAITING = 1000;
const MAX_WAITING_OF_ONE = 100;

/** How many times the bytes of its body a request takes in memory. */
export const MEMORY_OF_BODY = {
  /** What is read from the connection, and what is sent to the database. */
  bytes: 2,
  /** Its text, and the values read from it: objects take more than their text. */
  json: 8,
} as const;

/** Who shares the room of those who did not say who they are. */
const STRANGERS = "strangers";

/** What a server answers that has no room. */
export const NO_ROOM_FOR_BODY = "Too many large bodies are being received at once; try again in a moment";

/**
 * Takes room for the body of a request until it has been answered.
 *
 * @param bytes of memory, or of disk for a body that is received there
 * @param sender the organization or the login whose share it is; null for strangers, who have one together
 * @param response the request's
 * @returns false if there was no room in time
 */
type TakeRequestRoom = (
  bytes: number,
  sender: string | null,
  response: Pick<ServerResponse, "closed" | "once">,
) => Promise<boolean>;

/** Room for the bodies of requests that a server has in hand at once, and a share of it for each sender. */
export function createRequestRoom(bytes = DEFAULT_REQUEST_MEMORY_BYTES): TakeRequestRoom {
  const room = new MemoryRoom({
    bytes,
    patienceMs: PATIENCE_MS,
    waiting: MAX_WAITING,
    waitingOfOne: MAX_WAITING_OF_ONE,
  });
  return async (wanted, sender, response) => {
    const give = await room.take(wanted, sender ?? STRANGERS).catch((error: unknown) => {
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

/**
 * How many bytes a body may turn out to have, before any of it is read.
 * @param headers names in lower case
 * @param limit the most that is read; of a body of unknown length so many are expected
 * @returns 0 without a body
 */
export function expectedBytes(headers: Readonly<Record<string, unknown>>, limit: number): number {
  if (headers["transfer-encoding"] !== undefined) return limit;
  return Math.min(Number(headers["content-length"] ?? 0), limit);
}
