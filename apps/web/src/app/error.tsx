"use client";

import { lazy, Suspense } from "react";
import { loadFailure } from "~/features/shell/load-failure.ts";
import type { PageProblemProps } from "~/features/shell/page-problem.tsx";

/** This file has neither words nor looks that are elsewhere: all pages load it. */
const OutsideFailure = lazy(() =>
  loadFailure(
    () => import("~/features/shell/outside-failure.tsx").then((file) => file.OutsideFailure),
    () => (
      <p className="p-8 text-center">
        A part of this page could not be loaded. Reload it: the dashboard may have been upgraded since you opened it.
      </p>
    ),
  ),
);

/** Where not even the frame of the page could be made: what it needs to know of its reader is in the database. */
export default function OutsideError(props: PageProblemProps) {
  return (
    <Suspense fallback={<p className="animate-pending p-8 text-center">The server cannot be reached right now.</p>}>
      <OutsideFailure {...props} />
    </Suspense>
  );
}
