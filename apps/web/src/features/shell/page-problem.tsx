"use client";

import { lazy, Suspense } from "react";
import { isMissingPart } from "~/lib/load-part.ts";
import { loadFailure } from "./load-failure.ts";
import { MissingPart, Unreachable } from "./problem.tsx";
import { useAgain } from "./use-again.ts";

/** The props of a page's error boundary in Next. */
export interface PageProblemProps {
  error: Error & { digest?: string };
  reset: () => void;
}

const FailedPage = lazy(() =>
  loadFailure(() => import("./failed-page.tsx").then((file) => file.FailedPage), MissingPart),
);

/** Replaces a page that failed to render. The error is in the server's log, under the digest. */
export function PageProblem({ error, reset }: PageProblemProps) {
  const again = useAgain(reset);
  if (isMissingPart(error)) return <MissingPart />;
  return (
    <Suspense fallback={<Unreachable />}>
      <FailedPage digest={error.digest} again={again} />
    </Suspense>
  );
}
