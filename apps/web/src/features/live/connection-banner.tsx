"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLiveStatus } from "./live-provider.tsx";

/** Short interruptions are not reported. */
const PATIENCE_MS = 1500;

/** Says that the server cannot be reached, and refetches the shown data once it can. */
export function ConnectionBanner() {
  const queryClient = useQueryClient();
  const status = useLiveStatus();
  const [shown, setShown] = useState(false);
  const wasLost = useRef(false);
  useEffect(() => {
    if (status === "lost") {
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
      The server cannot be reached. What you see may be out of date. Reconnecting until the server answers.
    </div>
  );
}
