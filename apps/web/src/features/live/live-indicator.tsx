"use client";

import { Tooltip } from "~/components/ui/tooltip.tsx";
import { cn } from "~/lib/class-names.ts";
import { type Light, lightOf } from "~/lib/connection/connection-words.ts";
import { useConnection } from "~/lib/connection/use-connection.ts";

const DOTS: Record<Light["tone"], string> = { good: "bg-ready", waiting: "bg-pending", bad: "bg-failed" };

export function LiveIndicator() {
  const { text, more, tone } = lightOf(useConnection());
  return (
    <Tooltip text={more}>
      <button
        type="button"
        className="hidden h-9 cursor-default items-center gap-2 rounded-md px-2.5 text-xs text-ink-soft sm:flex"
      >
        <span aria-hidden className={cn("size-2 rounded-full", DOTS[tone])} />
        <span role="status">{text}</span>
      </button>
    </Tooltip>
  );
}
