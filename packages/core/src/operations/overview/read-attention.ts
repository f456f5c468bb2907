import {
  countFindings,
  type FindingCount,
  findOverdue,
  findProviderProblems,
  type ProviderProblem,
  type QueueStanding,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { getResourceRows, type ListedResource } from "../../resources/read/list-resource-rows.ts";

/** A change that takes longer than this is worth a look. */
const OVERDUE_SECONDS = 300;
/** How many of each are named. */
const MOST_NAMED = 5;

/** A resource whose change has taken more than five minutes so far. */
export interface OverdueResource
  extends Pick<ListedResource, "id" | "key" | "lifecycle_state" | "error" | "waits_for"> {
  standing: QueueStanding;
  /** How often it was handed to its provider. */
  attempt: number;
  /** When it was first handed over or, before that, since when it waits for it. */
  since: string;
}

/** Problems short of a failure: slow or stuck changes, what was changed outside, and providers with a problem. */
export interface Attention {
  /** At most five, oldest first, those that only wait for other resources last. */
  overdue: OverdueResource[];
  /** How many there are in all; of the first 10,000 changes that are not done. */
  overdue_total: number;
  /** What checks found to differ or to be gone; of the first 10,000. */
  findings: FindingCount[];
  /** At most five, by name. */
  providers: ProviderProblem[];
}

/** Finds what needs a look though it has not failed. */
export async function readAttention(core: Core, context: RequestContext): Promise<Attention> {
  const { found, findings, providers } = await core.reading(context.organizationId, async (reader) => {
    const tenant = reader.db.tenant(context.organizationId);
    const [found, findings, providers] = await Promise.all([
      findOverdue(tenant, OVERDUE_SECONDS, MOST_NAMED),
      countFindings(tenant),
      findProviderProblems(tenant, MOST_NAMED),
    ]);
    return { found, findings, providers };
  });
  const rows = found.length === 0 ? [] : await getResourceRows(core, context, found.map(keyOf));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const overdue = found.flatMap(({ key, standing, attempt, since }) => {
    const row = byKey.get(key);
    if (row === undefined) return [];
    const { id, lifecycle_state, error, waits_for } = row;
    return { id, key, lifecycle_state, error, waits_for, standing, attempt, since };
  });
  return { overdue, overdue_total: found[0]?.total ?? 0, findings, providers };
}

function keyOf({ key }: { key: string }): string {
  return key;
}
