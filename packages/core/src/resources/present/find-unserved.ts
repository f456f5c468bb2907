import type { Core } from "../../unit-of-work/core.ts";

/** `provider/resource` of a key. */
export function typeOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

/**
 * Which types of absent resources no provider serves. Types are looked up only if there are any.
 * @param absent keys
 */
export async function findUnserved(
  core: Core,
  organizationId: string,
  absent: readonly string[],
): Promise<ReadonlySet<string>> {
  const types = new Set(absent.map(typeOfKey));
  if (types.size === 0) return types;
  const served = new Set((await core.types.current(organizationId)).names());
  return new Set([...types].filter((type) => !served.has(type)));
}
