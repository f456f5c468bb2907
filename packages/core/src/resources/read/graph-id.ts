import { parseKey, resourceId } from "@pragma/contract";

/** The id that the graph names a resource by, whether it exists or not. */
export function graphId(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
