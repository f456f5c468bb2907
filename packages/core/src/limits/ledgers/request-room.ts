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

/** The part of the room that strangers have: their bodies are small, and most take no room at all. */
const PART_OF_STRANGERS = 1 / 16;
/** They count as one sender: anybody can be many. */
const STRANGERS = "strangers";

/** What a server answers that has no room. */
export const NO_ROOM_FOR_BODY = "Too many large bodies are being received at once; try again in a moment";

/**
 * Takes room for the body of a request until it has been answered.
 *
 * @param bytes of memory, or of disk for a body that is received there
 * @param sender the organization or the login whose share it is; null for strangers
 * @param response the request's
 * @returns false if there was no room in time
 */
type TakeRequestRoom = (
  bytes: number,
  sender: string | null,
  response: Pick<ServerResponse, "closed" | "once">,
) => Promise<boolean>;

/** How much room a server has for bodies. */
interface RequestRoomOptions {
  readonly bytes: number;
  /** What the largest body takes: a sender with many leaves so much to the others. */
  readonly largestBytes: number;
}

/**
 * Room for the bodies of requests that a server has in hand at once, and a share of it for each sender. Strangers have a room of
 * their own: nothing that they send, or begin to send, keeps out those who said who they are.
 */
export function createRequestRoom({ bytes, largestBytes }: RequestRoomOptions): TakeRequestRoom {
  const limits = { patienceMs: PATIENCE_MS, waiting: MAX_WAITING, waitingOfOne: MAX_WAITING_OF_ONE };
  const bytesOfStrangers = bytes * PART_OF_STRANGERS;
  const ofStrangers = new MemoryRoom({ ...limits, bytes: bytesOfStrangers });
  const ofSenders = new MemoryRoom({ ...limits, bytes: bytes - bytesOfStrangers, largestBytes });
  return async (wanted, sender, response) => {
    const taken = sender === null ? ofStrangers.take(wanted, STRANGERS) : ofSenders.take(wanted, sender);
    const give = await taken.catch((error: unknown) => {
      if (!(error instanceof NoRoomError)) throw error;
      return null;
    });
    if (give === null) return false;
    // It may have been closed while the request waited: whoever reads the body finds that out.
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
