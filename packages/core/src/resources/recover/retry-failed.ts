import { isRetryable, type ResourceSelection } from "@pragma/contract";
import { findMatchingKeys, findResourceRows } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { retryResource } from "./retry-resource.ts";

/** Each is a transaction of its own, so this many take some seconds. */
export const MAX_RETRIED_AT_ONCE = 1000;

/** The outcome of retrying many. */
export interface RetriedResources {
  retried: number;
  /** Those that were not, and why. */
  refused: { key: string; message: string }[];
  /** Failed ones that are selected beyond those 1,000, which were not tried. */
  left: number;
}

/**
 * Retries the failed ones of some resources, or of all that a filter selects: at most 1,000. Each by itself: one
 * that is refused does not stop the others.
 */
export async function retryFailed(
  core: Core,
  context: RequestContext,
  selection: ResourceSelection,
): Promise<RetriedResources> {
  const { keys, total } = await findFailed(core, context, selection);
  const result: RetriedResources = { retried: 0, refused: [], left: total - keys.length };
  for (const key of keys) {
    try {
      await retryResource(core, context, key);
      result.retried++;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      result.refused.push({ key, message: error.message });
    }
  }
  return result;
}

async function findFailed(
  core: Core,
  { organizationId }: RequestContext,
  { resources, filter }: ResourceSelection,
): Promise<{ keys: string[]; total: number }> {
  const tenant = core.db.tenant(organizationId);
  if (resources) {
    const rows = await findResourceRows(tenant, [...new Set(resources)]);
    const failed = rows.flatMap(({ key, lifecycle_state: state }) => (isRetryable(state) ? [key] : []));
    return { keys: failed.slice(0, MAX_RETRIED_AT_ONCE), total: failed.length };
  }
  if (filter.lifecycle_state && !isRetryable(filter.lifecycle_state)) return { keys: [], total: 0 };
  return findMatchingKeys(tenant, { ...filter, lifecycle_state: "failed" }, MAX_RETRIED_AT_ONCE);
}
