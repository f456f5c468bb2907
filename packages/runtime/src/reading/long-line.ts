import { MAX_PROTOCOL_VALUES } from "@pragma/contract/provider-protocol-limits";
import { hasMoreValues } from "@pragma/language";
import { release } from "../wire/line-reader.ts";
import type { CalledMethod } from "./answers.ts";
import { type ReadMessage, readMessage, unreadable } from "./read-message.ts";
import { shortenWords } from "./shorten-words.ts";

const QUOTED_BYTES = 1024;
const TOO_MANY = `sent a message of more than ${MAX_PROTOCOL_VALUES.toLocaleString("en")} keys and values`;

/** A line, and all that reading it takes. */
export interface LongLine {
  bytes: Uint8Array;
  /** Methods of the running calls, by their numbers. */
  methods: ReadonlyMap<number, CalledMethod>;
}

/**
 * Reads a line that is so long that it could cost much. Its keys and values are counted before any of them is made: a
 * byte or two of text can take a hundred of memory.
 *
 * @param limit bytes that are kept of what is for people
 */
export function readLongLine({ bytes, methods }: LongLine, limit: number): ReadMessage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hasMoreValues(text, MAX_PROTOCOL_VALUES)) return unreadable(text.toString("utf8", 0, QUOTED_BYTES), TOO_MANY);
  const line = text.toString("utf8");
  release(bytes);
  const methodOf = (id: number) => methods.get(id);
  return shortenWords(readMessage(line, methodOf), methodOf, limit);
}
