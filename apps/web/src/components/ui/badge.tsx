import type { ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";

const TONES = {
  neutral: "bg-draft-soft text-draft-text",
  accent: "bg-accent-soft text-accent-text",
  success: "bg-ready-soft text-ready-text",
  warning: "bg-pending-soft text-pending-text",
  danger: "bg-failed-soft text-failed-text",
  info: "bg-processing-soft text-processing-text",
  stale: "bg-stale-soft text-stale-text",
} as const;

export type Tone = keyof typeof TONES;

export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex weak:h-5.5 items-center weak:gap-1.5 whitespace-nowrap rounded-full weak:px-2 weak:text-xs font-medium",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
