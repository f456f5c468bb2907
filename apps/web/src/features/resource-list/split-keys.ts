/** As much of an address as the keys of one call may take: the whole of it may be cut at 4,000 characters. */
const MAX_LENGTH = 3000;

/** Keys of resources in parts that fit into an address each, in their order. */
export function splitKeys(keys: readonly string[]): string[][] {
  const parts: string[][] = [];
  let left = 0;
  for (const key of keys) {
    const length = encodeURIComponent(`"${key}",`).length;
    const part = parts.at(-1);
    if (part && length <= left) part.push(key);
    else {
      parts.push([key]);
      left = MAX_LENGTH;
    }
    left -= length;
  }
  return parts;
}
