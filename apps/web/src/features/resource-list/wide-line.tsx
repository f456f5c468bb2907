import type { ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";
import type { LinePlace } from "./virtual-table.tsx";

export interface WideLineProps extends LinePlace {
  /** Columns of the table. */
  columns: number;
}

/** A line of the table that is not a row of it. */
export function WideLine({ index, top, height, active, columns, children }: WideLineProps & { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      style={{ height, transform: `translateY(${top}px)` }}
      className={cn(
        "absolute inset-x-0 top-0 border-b border-line bg-sunken hover:brightness-98",
        active && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      <div role="cell" aria-colspan={columns} className="h-full min-w-0">
        {children}
      </div>
    </div>
  );
}
