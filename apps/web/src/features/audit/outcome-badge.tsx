import type { AuditEntry } from "@pragma/contract";
import { Badge, type Tone } from "~/components/ui/badge.tsx";

const TONE_OF: Record<string, Tone> = { success: "success", denied: "warning", failure: "danger" };

/** Whether what was asked for was done. */
export function OutcomeBadge({ outcome }: Pick<AuditEntry, "outcome">) {
  return <Badge tone={TONE_OF[outcome] ?? "neutral"}>{outcome}</Badge>;
}
