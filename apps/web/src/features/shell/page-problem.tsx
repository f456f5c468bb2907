"use client";

import { buttonLooks } from "~/components/ui/button-looks.ts";

/** The props of a page's error boundary in Next. */
export interface PageProblemProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Replaces a page that failed to render. The error is in the server's log, under the digest. */
export function PageProblem({ error: { digest }, reset }: PageProblemProps) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">This page could not be shown</h1>
      <p className="text-ink-soft">
        Try again in a moment.
        {digest ? (
          <>
            {" "}
            If it stays like this, look for <code className="font-mono">{digest}</code> in the log of the dashboard.
          </>
        ) : null}
      </p>
      <button type="button" className={buttonLooks({ variant: "primary" })} onClick={reset}>
        Try again
      </button>
    </div>
  );
}
