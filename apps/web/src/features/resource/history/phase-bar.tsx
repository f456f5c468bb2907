"use client";

import { cn } from "~/lib/class-names.ts";
import { useNow } from "~/lib/times/clock.tsx";
import { colorOf } from "./phase-color.ts";
import type { Phase } from "./stories.ts";
import { phaseLength, phaseWords } from "./story-words.ts";

/** Where the time went: waiting, at the provider, between attempts. It grows while the story goes on. */
export function PhaseBar({ phases }: { phases: readonly Phase[] }) {
  const goesOn = phases.at(-1)?.endedAt === null;
  const now = useNow(goesOn);
  if (phases.length === 0) return <div className="h-5" />;
  const lengths = phases.map((phase) => phaseLength(phase, now));
  const whole = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  return (
    <div className="flex h-5 items-center gap-3">
      <div aria-hidden className="flex h-1.5 min-w-0 flex-1 gap-px overflow-hidden rounded-full bg-sunken">
        {phases.map((phase, index) => (
          <span
            key={phase.startedAt + phase.kind}
            className={cn("min-w-0.5", colorOf(phase))}
            style={{ flexGrow: Math.max(0.002, (lengths[index] ?? 0) / whole) }}
          />
        ))}
      </div>
      <p className="max-w-[60%] truncate text-xs text-ink-faint tabular-nums" title={phaseWords(phases, now)}>
        {phaseWords(phases, now)}
      </p>
    </div>
  );
}
