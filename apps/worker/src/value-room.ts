import { MemoryRoom } from "@pragma/core/limits/ledgers";

export const DEFAULT_VALUE_BYTES = 64 * 1024 * 1024;

/** Maximum wait for room; after it the resource is looked at again later. */
const PATIENCE_MS = 2000;
/** A quarter of a worker's default concurrent reconciles: the others are for those that need little. */
const MAX_WAITING = 16;
/** The maximum of them per organization. */
const MAX_WAITING_OF_ONE = 8;
/** When a request that found no room is queued again. */
export const NO_ROOM_DELAY_SECONDS = 1;

/**
 * Room for the values that a worker processes at once: configs and outputs, as text, from the look at a resource until its event is
 * settled.
 */
export function createValueRoom(bytes = DEFAULT_VALUE_BYTES): MemoryRoom {
  return new MemoryRoom({
    bytes,
    patienceMs: PATIENCE_MS,
    waiting: MAX_WAITING,
    waitingOfOne: MAX_WAITING_OF_ONE,
  });
}
