import { LIFECYCLE_STATES } from "@pragma/contract";
import { cn } from "~/lib/class-names.ts";
import { isCalm, stateLook } from "./state-look.ts";

/** The meaning of lines and of colours. */
export function GraphLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      <li className="flex items-center gap-1.5">
        <Swatch className="border border-line-strong" /> ready
      </li>
      {LIFECYCLE_STATES.filter((state) => !isCalm(state)).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <Swatch className={stateLook(state).fill}>{stateLook(state).sign}</Swatch> {state}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <Swatch className="border border-dashed border-line-strong" /> referenced, but absent
      </li>
      <li className="flex items-center gap-1.5">
        <Line /> is used by
      </li>
      <li className="flex items-center gap-1.5">
        <Line dashed /> owns
      </li>
    </ul>
  );
}

function Swatch({ className, children }: { className: string; children?: string }) {
  return (
    <span aria-hidden className={cn("grid size-3.5 place-items-center rounded-sm text-2xs leading-none", className)}>
      {children}
    </span>
  );
}

function Line({ dashed = false }: { dashed?: boolean }) {
  return (
    <svg aria-hidden="true" width="32" height="8" className="text-line-strong">
      <path d="M0 4h26" stroke="currentColor" strokeWidth="1.5" strokeDasharray={dashed ? "5 4" : undefined} />
      <path d="M25 0l7 4-7 4z" fill="currentColor" />
    </svg>
  );
}
