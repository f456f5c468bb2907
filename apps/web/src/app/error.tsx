"use client";

import dynamic from "next/dynamic";
import { FrameOutside } from "~/features/shell/frame-outside.tsx";
import { PageProblem, type PageProblemProps } from "~/features/shell/page-problem.tsx";
import { loadPart } from "~/lib/load-part.ts";

/** Every page loads this file, and next to none shows it. */
const ConnectionBanner = dynamic(
  () => loadPart(() => import("~/features/live/connection-banner.tsx")).then((file) => file.ConnectionBanner),
  { ssr: false },
);

/** Where not even the frame of the page could be made: what it needs to know of its reader is in the database. */
export default function OutsideError(props: PageProblemProps) {
  return (
    <FrameOutside>
      <PageProblem {...props} />
      <ConnectionBanner />
    </FrameOutside>
  );
}
