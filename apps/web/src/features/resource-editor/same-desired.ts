import type { Resource } from "@pragma/contract";
import { manifestOf } from "./manifest/manifest.ts";
import type { Loaded } from "./types.ts";

/**
 * Whether two versions of a resource have the same desired state: then only its lifecycle state changed, and an edit of
 * one fits the other. Configs are compared by generation, since changed secrets look the same.
 */
export function sameDesired({ resource: one }: Loaded, { resource: other }: Loaded): boolean {
  if (one.generation !== other.generation || one.created_at !== other.created_at) return false;
  // Which dependencies are derived follows from the config, so the type does not matter.
  const desired = (resource: Resource) => JSON.stringify([manifestOf(resource, undefined), resource.dependencies]);
  return desired(one) === desired(other);
}
