"use client";

import { useSyncExternalStore } from "react";
import { pendingNavigations } from "../pending-navigations.ts";

const never = (): boolean => false;

/** Shows at the top that a page is loading. It appears after a moment: most pages are faster. */
export function PendingBar() {
  const isPending = useSyncExternalStore(pendingNavigations.subscribe, pendingNavigations.isAny, never);
  if (!isPending) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 animate-pending overflow-hidden"
    >
      <div className="h-full w-1/3 animate-pending-run bg-accent motion-reduce:w-full motion-reduce:animate-none" />
    </div>
  );
}
