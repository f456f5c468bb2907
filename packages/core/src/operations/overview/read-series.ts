import { findSeries, type SeriesRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The time spans on offer, in hours, and how each is divided. */
const DIVISIONS = {
  1: { minutes: 1, buckets: 60 },
  24: { minutes: 30, buckets: 48 },
  168: { minutes: 120, buckets: 84 },
} as const;

export type SeriesHours = keyof typeof DIVISIONS;

export interface ActivitySeries {
  /** Length of each bucket. */
  minutes: number;
  /** Oldest first; the last one is not over yet. */
  buckets: SeriesRow[];
}

/**
 * Counts of what was applied, succeeded and failed in the last hours. Applied counts what users asked for: applies, deletions and
 * retries; succeeded and failed count the final results of providers, including those that propagation started.
 */
export async function readSeries(core: Core, context: RequestContext, hours: SeriesHours): Promise<ActivitySeries> {
  const { minutes, buckets } = DIVISIONS[hours];
  const { organizationId } = context;
  const rows = await core.services.overview.series.get(`${organizationId} ${hours}`, () =>
    core.reading(organizationId, (reader) => findSeries(reader.db.tenant(organizationId), minutes, buckets)),
  );
  return { minutes, buckets: rows };
}
