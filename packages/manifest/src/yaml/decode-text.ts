import type { Position } from "./place.ts";

/** Why bytes are no text, and where. */
export interface BytesFault {
  at: Position;
  message: string;
}

/**
 * The text of a manifest, or an error if it is not UTF-8: a decoder that replaces invalid bytes with U+FFFD would have
 * that stored.
 */
export function decodeText(bytes: Uint8Array): string | BytesFault {
  if (isUtf16(bytes)) return { at: { line: 1, column: 1 }, message: "this is UTF-16; a manifest is text in UTF-8" };
  const text = decode(bytes);
  if (text === null) {
    return { at: endOf(readableStart(bytes)), message: "this is not UTF-8; a manifest is text in UTF-8" };
  }
  const zero = text.indexOf("\0");
  return zero === -1
    ? text
    : { at: endOf(text.slice(0, zero)), message: "this contains a zero byte, so it is not text" };
}

/**
 * By its byte order mark, or, without one, by the zero byte beside the first character, which no manifest has
 * otherwise.
 */
function isUtf16([first, second]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0) !== (second === 0) && second !== undefined;
}

function decode(bytes: Uint8Array, stream = false): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream });
  } catch {
    return null;
  }
}

/**
 * All whole characters before the first invalid byte, found by binary search: a decoder does not say where it failed.
 */
function readableStart(bytes: Uint8Array): string {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decode(bytes.subarray(0, middle), true) === null) bad = middle;
    else good = middle;
  }
  return decode(bytes.subarray(0, good), true) ?? "";
}

function endOf(text: string): Position {
  const lines = text.split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
