"use client";

import { Tooltip } from "~/components/ui/tooltip.tsx";
import { cn } from "~/lib/class-names.ts";
import type { LiveStatus } from "./follow-changes.ts";
import { useLiveStatus } from "./live-provider.tsx";

const WORDS: Record<LiveStatus, { text: string; more: string; dot: string }> = {
  live: { text: "Live", more: "Changes appear here as they happen.", dot: "bg-ready" },
  connecting: { text: "Connecting", more: "Connecting to the stream of changes.", dot: "bg-pending" },
  refused: { text: "Not live", more: "The server sends this window no changes.", dot: "bg-failed" },
  lost: { text: "Offline", more: "The connection to the server is lost. Reconnecting.", dot: "bg-failed" },
};

export function LiveIndicator() {
  const { text, more, dot } = WORDS[useLiveStatus()];
  return (
    <Tooltip text={more}>
      <button
        type="button"
        className="hidden h-9 cursor-default items-center gap-2 rounded-md px-2.5 text-xs text-ink-soft sm:flex"
      >
        <span aria-hidden className={cn("size-2 rounded-full", dot)} />
        <span role="status">{text}</span>
      </button>
    </Tooltip>
  );
}
