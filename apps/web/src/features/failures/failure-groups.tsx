"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { cn } from "~/lib/class-names.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { groupsInput } from "./failure-params.ts";

export interface FailureGroupsProps {
  provider: string | null;
  q: string;
  /** The chosen group; null for all. */
  kind: string | null;
  onChange: (kind: string | null) => void;
}

/** Failures with the same error, to look at one cause at a time. Nothing is shown where all of them have the same. */
export function FailureGroups({ provider, q, kind, onChange }: FailureGroupsProps) {
  const trpc = useTRPC();
  const { data: groups = [] } = useQuery({
    ...trpc.deadLetters.groups.queryOptions(groupsInput({ provider, q })),
    placeholderData: keepPreviousData,
  });
  if (groups.length < 2 && kind === null) return null;
  return (
    <section aria-label="Failures by error" className="mb-3 rounded-lg border border-line bg-surface">
      <ul className="divide-y divide-line">
        {groups.map((group) => (
          <li key={group.kind}>
            <button
              type="button"
              aria-pressed={group.kind === kind}
              onClick={() => onChange(group.kind === kind ? null : group.kind)}
              className={cn(
                "flex w-full items-baseline gap-3 px-4 py-2 text-left text-[0.8125rem] hover:bg-sunken",
                group.kind === kind && "bg-accent-soft",
              )}
            >
              <span className="min-w-8 shrink-0 text-right font-medium tabular-nums">
                {group.count.toLocaleString("en")}
              </span>
              <span className="line-clamp-1 font-mono text-xs text-ink [overflow-wrap:anywhere]">{group.example}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
