import { manifestOf } from "./manifest/manifest.ts";
import type { Loaded } from "./types.ts";

/**
 * Whether two versions of a resource want the same: then only its state went on, and an edit of the one fits the other.
 * Configs are told apart by their generation, since another secret looks the same.
 */
export function sameDesired({ resource: one }: Loaded, { resource: other }: Loaded): boolean {
  if (one.generation !== other.generation || one.created_at !== other.created_at) return false;
  return (
    JSON.stringify([manifestOf(one), one.dependencies]) === JSON.stringify([manifestOf(other), other.dependencies])
  );
}
