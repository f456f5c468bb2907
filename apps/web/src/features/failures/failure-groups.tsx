"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { cn } from "~/lib/class-names.ts";
import type { FailureGroup } from "./failure.ts";
import { retryGroupLabel } from "./retry-words.ts";

export interface FailureGroupsProps {
  groups: readonly FailureGroup[];
  /** The chosen group; null for all. */
  kind: string | null;
  onChange: (kind: string | null) => void;
  /** Null for those with read access only. */
  onRetry: ((kind: string) => void) | null;
}

/** Failures with the same error, to look at one cause at a time. Nothing is shown where all of them have the same. */
export function FailureGroups({ groups, kind, onChange, onRetry }: FailureGroupsProps) {
  if (groups.length === 0 || (groups.length === 1 && kind === null)) return null;
  return (
    <section aria-label="Failures by error" className="mb-3 rounded-lg border border-line bg-surface">
      <ul className="divide-y divide-line">
        {groups.map((group) => (
          <li key={group.kind} className={cn("flex items-center", group.kind === kind && "bg-accent-soft")}>
            <button
              type="button"
              aria-pressed={group.kind === kind}
              onClick={() => onChange(group.kind === kind ? null : group.kind)}
              className="flex min-w-0 flex-1 items-baseline gap-3 px-4 py-2 text-left text-dense hover:bg-sunken"
            >
              <span className="min-w-16 shrink-0 text-right font-medium tabular-nums">
                {group.count.toLocaleString("en")} failed
              </span>
              <span className="line-clamp-2 font-mono text-xs text-ink [overflow-wrap:anywhere] sm:line-clamp-1">
                {group.example}
              </span>
            </button>
            {onRetry ? (
              <Button
                size="small"
                variant="ghost"
                className="mr-2"
                aria-label={retryGroupLabel(group.count, group.example)}
                onClick={() => onRetry(group.kind)}
              >
                <RotateCcw aria-hidden /> <span className="max-sm:hidden">Retry…</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
