import { manifestOf } from "@pragma/manifest";
import type { Loaded } from "../schema/types.ts";

/**
 * Whether two versions of a resource have the same desired state: then only its lifecycle state changed, and an edit of
 * one fits the other. Configs are compared by generation, since changed secrets look the same.
 */
export function sameDesired(one: Loaded, other: Loaded): boolean {
  const revision = ({ resource: { generation, created_at } }: Loaded) => `${generation} ${created_at}`;
  if (revision(one) !== revision(other)) return false;
  const desired = (loaded: Loaded) => JSON.stringify([manifestOf(loaded), loaded.resource.dependencies]);
  return desired(one) === desired(other);
}
