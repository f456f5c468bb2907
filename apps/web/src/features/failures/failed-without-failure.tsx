"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Notice } from "~/components/ui/states.tsx";
import { useLiveOverview } from "~/features/overview/use-live-overview.ts";
import { Link } from "~/features/shell/link.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** Shared numbers may be slightly old: a difference counts only if it persists. */
const LASTING_MS = 2500;

/**
 * How many resources are failed and have no failure in the list; null as long as it is not known.
 * @param listed how many have one
 */
export function useFailedWithoutFailure(listed: number): number | null {
  useLiveOverview();
  const { data } = useQuery(useTRPC().overview.counts.queryOptions());
  const found = data ? Math.max(0, (data.by_state.failed ?? 0) - listed) : null;
  const [shown, setShown] = useState(found);
  if (found !== null && (shown === null || found < shown)) setShown(found);
  useEffect(() => {
    const timer = setTimeout(() => setShown(found), LASTING_MS);
    return () => clearTimeout(timer);
  }, [found]);
  return shown;
}

/**
 * The state `failed` counts here as it does on the overview and in the list of resources: these have nothing to be
 * retried.
 */
export function FailedWithoutFailure({ count }: { count: number }) {
  const [are, their] = count === 1 ? ["resource is", "its"] : ["resources are", "their"];
  return (
    <Notice tone="warning" className="mb-3">
      {count.toLocaleString("en")} {are} failed but not in this list, because {their} change was cancelled or {their}{" "}
      failure deleted.{" "}
      <Link href={resourcesHref({ state: "failed" })} className="underline">
        Show failed resources
      </Link>
    </Notice>
  );
}
