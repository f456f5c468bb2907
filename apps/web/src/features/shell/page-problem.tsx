"use client";

import type { ReactNode } from "react";
import { buttonLooks } from "~/components/ui/button-looks.ts";
import { isMissingPart } from "~/lib/load-part.ts";

/** The props of a page's error boundary in Next. */
export interface PageProblemProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Replaces a page that failed to render. The error is in the server's log, under the digest. */
export function PageProblem({ error, reset }: PageProblemProps) {
  return isMissingPart(error) ? (
    <Problem title="A part of this page could not be loaded" action="Reload the page" onAct={() => location.reload()}>
      The dashboard may have been upgraded since you opened it.
    </Problem>
  ) : (
    <Problem title="This page could not be shown" action="Try again" onAct={reset}>
      Try again in a moment.
      {error.digest ? (
        <>
          {" "}
          If it stays like this, look for <code className="font-mono">{error.digest}</code> in the log of the dashboard.
        </>
      ) : null}
    </Problem>
  );
}

interface ProblemProps {
  title: string;
  children: ReactNode;
  action: string;
  onAct: () => void;
}

function Problem({ title, children, action, onAct }: ProblemProps) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">{title}</h1>
      <p className="text-ink-soft">{children}</p>
      <button type="button" className={buttonLooks({ variant: "primary" })} onClick={onAct}>
        {action}
      </button>
    </div>
  );
}
