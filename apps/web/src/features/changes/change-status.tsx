import type { ChangeStatus } from "@pragma/contract";
import { Badge } from "~/components/ui/badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { STATUS_TONES } from "./change-words.ts";

/** The status of a change in its colour and in words. */
export function ChangeStatusBadge({ status }: { status: ChangeStatus }) {
  return (
    <Badge tone={STATUS_TONES[status]}>
      <span aria-hidden className={cn("size-1.5 rounded-full bg-current", status === "applying" && "animate-pulse")} />
      {status}
    </Badge>
  );
}
