import { suggest } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** `provider/resource` of a key. */
export function typeOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

const MAX_SUGGESTED = 10;

/** By type: the one that was likely meant, if any. */
export type Unserved = ReadonlyMap<string, string | undefined>;

/**
 * Which types of absent resources no provider serves. Types are looked up only if there are any.
 * @param absent keys
 */
export async function findUnserved(core: Core, organizationId: string, absent: readonly string[]): Promise<Unserved> {
  const types = new Set(absent.map(typeOfKey));
  if (types.size === 0) return new Map();
  const names = (await core.types.current(organizationId)).names();
  const served = new Set(names);
  const unserved = [...types].filter((type) => !served.has(type));
  // Finding a suggestion takes time, and thousands of types may be unknown.
  return new Map(unserved.map((type, index) => [type, index < MAX_SUGGESTED ? suggest(type, names) : undefined]));
}
