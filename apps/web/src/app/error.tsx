"use client";

import { ConnectionBanner } from "~/features/live/connection-banner.tsx";
import { FrameOutside } from "~/features/shell/frame-outside.tsx";
import { PageProblem, type PageProblemProps } from "~/features/shell/page-problem.tsx";

/** Where not even the frame of the page could be made: what it needs to know of its reader is in the database. */
export default function OutsideError(props: PageProblemProps) {
  return (
    <FrameOutside>
      <PageProblem {...props} />
      <ConnectionBanner />
    </FrameOutside>
  );
}
