import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;
/** Where `uuid` draws the counter of an id from, if it counts by itself. */
const COUNTER_AT = 6;
/** Asking the system for each id took most of the time of making one. */
const random = Buffer.alloc(256 * ID_BYTES);
let used = random.length;
let milliseconds = 0;
let counter = 0;

/**
 * An id for something new: a UUID of version 7, with a counter (RFC 9562, section 6.2, method 1). Ids of one process ascend in the order in
 * which they are made.
 */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const bytes = random.subarray(used, used + ID_BYTES);
  used += ID_BYTES;
  const now = Date.now();
  if (now > milliseconds) {
    milliseconds = now;
    // Half of the range is left to count on.
    counter = bytes.readUInt32BE(COUNTER_AT) >>> 1;
  } else counter++;
  return v7({ random: bytes, msecs: milliseconds, seq: counter });
}
