const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/**
 * How many keys and values a JSON text may have, at any depth; an empty list or object counts as two. So many different keys, the most expensive of all, take a
 * fifth of a second to parse and check.
 */
export const MAX_JSON_VALUES = 350_000;

/**
 * Whether a JSON text has more keys and values than that, found before any of them is made: an element has two bytes of
 * text, and takes some fifty of memory. Takes a nanosecond a byte, and none where the text is too short to have so many.
 * @param text in UTF-8. Where it is not JSON, what stands behind the fault is counted in some way: no parser gets there
 */
export function hasMoreValues(text: Uint8Array, most: number = MAX_JSON_VALUES): boolean {
  // Each takes a byte at least.
  if (text.length <= most) return false;
  let count = 1;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (isQuoted) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isQuoted = false;
    } else if (byte === QUOTE) {
      isQuoted = true;
    } else if (byte === COMMA || byte === COLON || byte === BRACKET || byte === BRACE) {
      count += 1;
      if (count > most) return true;
    }
  }
  return false;
}
