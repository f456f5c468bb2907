"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, startTransition, useEffect, useRef } from "react";
import { buttonLooks } from "~/components/ui/button-looks.ts";
import { connection } from "~/lib/connection/connection.ts";
import { isBeingTried } from "~/lib/connection/connection-state.ts";
import { useConnection } from "~/lib/connection/use-connection.ts";
import { isMissingPart } from "~/lib/load-part.ts";

/** The props of a page's error boundary in Next. */
export interface PageProblemProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Replaces a page that failed to render. The error is in the server's log, under the digest. */
export function PageProblem({ error, reset }: PageProblemProps) {
  const router = useRouter();
  const again = (): void =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  if (isMissingPart(error)) {
    return (
      <Problem title="A part of this page could not be loaded" action="Reload the page" onAct={() => location.reload()}>
        The dashboard may have been upgraded since you opened it.
      </Problem>
    );
  }
  return <FailedPage digest={error.digest} again={again} />;
}

/**
 * A page that failed on the server. If that was because of the connection, or of the database behind it, the page comes back
 * by itself.
 */
export function FailedPage({ digest, again }: { digest?: string | undefined; again: () => void }) {
  const state = useConnection();
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    connection.tryNow();
    return connection.onRecovery(() => latest.current());
  }, []);
  if (isBeingTried(state)) {
    return (
      <Problem title="This page cannot be loaded right now">It will appear once the server answers again.</Problem>
    );
  }
  return (
    <Problem title="This page could not be shown" action="Try again" onAct={again}>
      Try again in a moment.
      {digest ? (
        <>
          {" "}
          If this persists, look for <code className="font-mono">{digest}</code> in the log of the dashboard.
        </>
      ) : null}
    </Problem>
  );
}

interface ProblemProps {
  title: string;
  children: ReactNode;
  action?: string;
  onAct?: () => void;
}

function Problem({ title, children, action, onAct }: ProblemProps) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">{title}</h1>
      <p className="text-ink-soft">{children}</p>
      {action ? (
        <button type="button" className={buttonLooks({ variant: "primary" })} onClick={onAct}>
          {action}
        </button>
      ) : null}
    </div>
  );
}
