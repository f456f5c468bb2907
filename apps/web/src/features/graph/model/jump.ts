import { parseKey, resourceId } from "@pragma/contract";

/** A resource whose node to go to. */
export interface Jump {
  id: string;
  key: string;
}

export function jumpTo(key: string): Jump {
  const ref = parseKey(key);
  return { key, id: ref ? resourceId(ref) : key };
}
