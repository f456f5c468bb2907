import { MemoryRoom } from "./memory-room.ts";

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

/** Room for the bodies of requests that a server has in hand at once. An organization, or a login, has a share of it. */
export function createRequestRoom(bytes = DEFAULT_REQUEST_MEMORY_BYTES): MemoryRoom {
  return new MemoryRoom({
    bytes,
    patienceMs: PATIENCE_MS,
    waiting: MAX_WAITING,
    waitingOfOne: MAX_WAITING_OF_ONE,
  });
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
