import { MemoryRoom, NoRoomError } from "./memory-room.ts";

export const DEFAULT_REQUEST_MEMORY_BYTES = 256 * 1024 * 1024;

/** Maximum wait for room; a sender that is turned away after it may try again. */
const PATIENCE_MS = 10_000;
/** Those that wait have sent no more than what fits into the buffers of their connection. */
const MAX_WAITING = 1000;
const MAX_WAITING_OF_ONE = 100;

/** How many times the bytes of its body a request takes in memory. */
export const MEMORY_OF_BODY = {
  /** The bytes read from the connection, and those sent to the database. */
  bytes: 2,
  /** Its text, and the values read from it: objects take more than their text. */
  json: 8,
} as const;

/** The part of the room that strangers have: their bodies are small, and most take no room at all. */
const PART_OF_STRANGERS = 1 / 16;
/** The part that small bodies have: most bodies are small, and nobody's large ones keep them waiting. */
const PART_OF_SMALL = 1 / 8;
const SMALL_BYTES = 1024 * 1024;
/** They count as one sender: anybody can be many. */
const STRANGERS = "strangers";

/** The answer of a server that has no room. */
export const NO_ROOM_FOR_BODY = "Too many large bodies are being received at once; try again in a moment";

/**
 * Takes room for the body of a request.
 *
 * @param bytes of memory, or of disk for a body that is received there
 * @param sender the organization or the login whose share it is; null for strangers
 * @returns gives the room back, once nothing holds the body any more; null if there was none in time
 */
export type TakeRequestRoom = (bytes: number, sender: string | null) => Promise<(() => void) | null>;

/** How much room a server has for bodies. */
interface RequestRoomOptions {
  readonly bytes: number;
  /** Memory of the largest body: a sender with many leaves so much to the others. */
  readonly largestBytes: number;
}

/**
 * Room for the bodies of requests that a server has in hand at once, and a share of it for each sender. Strangers have a room of
 * their own: nothing that they send, or begin to send, keeps out those who said who they are. So have small bodies.
 */
export function createRequestRoom({ bytes, largestBytes }: RequestRoomOptions): TakeRequestRoom {
  const limits = { patienceMs: PATIENCE_MS, waiting: MAX_WAITING, waitingOfOne: MAX_WAITING_OF_ONE };
  const bytesOfStrangers = bytes * PART_OF_STRANGERS;
  const bytesOfSmall = bytes * PART_OF_SMALL;
  const ofStrangers = new MemoryRoom({ ...limits, bytes: bytesOfStrangers });
  const ofSmall = new MemoryRoom({ ...limits, bytes: bytesOfSmall });
  const ofLarge = new MemoryRoom({ ...limits, bytes: bytes - bytesOfStrangers - bytesOfSmall, largestBytes });
  const take = (wanted: number, sender: string | null): Promise<() => void> => {
    if (sender === null) return ofStrangers.take(wanted, STRANGERS);
    return (wanted <= SMALL_BYTES ? ofSmall : ofLarge).take(wanted, sender);
  };
  return async (wanted, sender) => {
    return take(wanted, sender).catch((error: unknown) => {
      if (!(error instanceof NoRoomError)) throw error;
      return null;
    });
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

/**
 * Whether a body is too long by its declared length. Such a one is refused, and waits for no room: none of it is read.
 * @param headers names in lower case
 * @param limit the most that is read
 */
export function declaresMore(headers: Readonly<Record<string, unknown>>, limit: number): boolean {
  return Number(headers["content-length"] ?? 0) > limit;
}
