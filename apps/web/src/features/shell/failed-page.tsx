"use client";

import { useEffect, useRef } from "react";
import { connection } from "~/lib/connection/connection.ts";
import { isBeingTried } from "~/lib/connection/connection-state.ts";
import { startConnection } from "~/lib/connection/start-connection.ts";
import { useConnection } from "~/lib/connection/use-connection.ts";
import { Problem, Unreachable } from "./problem.tsx";

export interface FailedPageProps {
  digest?: string | undefined;
  again: () => void;
}

/**
 * A page that failed on the server. If that was because of the connection, or of the database behind it, the page comes back
 * by itself.
 */
export function FailedPage({ digest, again }: FailedPageProps) {
  const state = useConnection();
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    startConnection();
    connection.tryNow();
    return connection.onRecovery(() => latest.current());
  }, []);
  if (isBeingTried(state)) return <Unreachable />;
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
