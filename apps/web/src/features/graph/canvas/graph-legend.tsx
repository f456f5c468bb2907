"use client";

import { LIFECYCLE_STATES } from "@pragma/contract";
import { Info } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { cn } from "~/lib/class-names.ts";
import { isCalm, stateStyle } from "../model/state-style.ts";

/** The meaning of lines and of colours. A phone shows it on demand: it would take three lines above the graph. */
export function GraphLegend() {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        size="small"
        variant="ghost"
        className="md:hidden"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Info aria-hidden /> Legend
      </Button>
      <ul
        id={id}
        aria-label="Legend"
        className={cn("flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft", !isOpen && "max-md:hidden")}
      >
        <li className="flex items-center gap-1.5">
          <Swatch className="border border-line-strong" /> ready
        </li>
        {LIFECYCLE_STATES.filter((state) => !isCalm(state)).map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <Swatch className={stateStyle(state).fill}>{stateStyle(state).sign}</Swatch> {state}
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
    </>
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
