"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useInView } from "~/features/live/use-in-view.ts";
import { useTRPC } from "~/trpc/client.tsx";

export interface BuildLog {
  text: string;
  /** It may still grow. */
  live: boolean;
  error: unknown;
  retry: () => void;
}

/** The log of a build as it is written, until the build ends. */
export function useBuildLog(provider: string, version: string): BuildLog {
  const [text, setText] = useState("");
  const { status, error, reset } = useSubscription(
    useTRPC().providers.buildLogs.subscriptionOptions(
      { provider_id: provider, version },
      {
        // A hidden tab leaves the browser's few connections to the other tabs.
        enabled: useInView(),
        // It starts over when the connection was lost, and when the tab comes into view again.
        onData: ({ fresh, text: more }) => setText((former) => (fresh ? more : former + more)),
      },
    ),
  );
  return { text, live: status === "connecting" || status === "pending", error, retry: reset };
}
