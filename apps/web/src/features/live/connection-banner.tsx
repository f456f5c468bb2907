"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLiveRefusal, useLiveStatus } from "./live-provider.tsx";

/** Short interruptions are not reported. */
const PATIENCE_MS = 1500;

/** Says that the server cannot be reached, or sends no changes, and refetches the shown data once it does. */
export function ConnectionBanner() {
  const queryClient = useQueryClient();
  const status = useLiveStatus();
  const refusal = useLiveRefusal();
  const [shown, setShown] = useState(false);
  const wasLost = useRef(false);
  useEffect(() => {
    if (status === "lost" || status === "refused") {
      wasLost.current = true;
      const timer = setTimeout(() => setShown(true), PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    setShown(false);
    if (status === "live" && wasLost.current) {
      wasLost.current = false;
      void queryClient.invalidateQueries();
    }
    return undefined;
  }, [status, queryClient]);
  if (!shown) return null;
  return (
    <div role="alert" className="border-b border-line bg-pending-soft px-4 py-2 text-sm text-pending-text sm:px-6">
      {refusal === null
        ? "The server cannot be reached. What you see may be out of date. Reconnecting until the server answers."
        : `Changes do not appear here as they happen: ${refusal}.`}
    </div>
  );
}
