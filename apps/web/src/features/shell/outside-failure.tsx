"use client";

import { ConnectionBanner } from "~/features/live/connection-banner.tsx";
import { isMissingPart } from "~/lib/load-part.ts";
import { FailedPage } from "./failed-page.tsx";
import { FrameOutside } from "./frame-outside.tsx";
import type { PageProblemProps } from "./page-problem.tsx";
import { MissingPart } from "./problem.tsx";
import { useAgain } from "./use-again.ts";

/** In the place of a page whose own frame could not be made. */
export function OutsideFailure({ error, reset }: PageProblemProps) {
  const again = useAgain(reset);
  return (
    <FrameOutside>
      {isMissingPart(error) ? <MissingPart /> : <FailedPage digest={error.digest} again={again} />}
      <ConnectionBanner />
    </FrameOutside>
  );
}
