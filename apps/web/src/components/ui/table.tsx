import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";

export interface TableProps {
  label: string;
  className?: string;
  /** On a phone each row is a card, whose cells begin with their labels, instead of a table that is wider than the page. */
  isStacked?: boolean;
  children: ReactNode;
}

/** A table that scrolls by itself where it is wider than the page. */
export function Table({ label, className, isStacked = false, children }: TableProps) {
  return (
    <section
      // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={label}
      className="relative overflow-x-auto"
    >
      <table className={cn("w-full text-left text-sm", isStacked && "stacked", className)}>{children}</table>
    </section>
  );
}

/** The head of a column. */
export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn("h-9 whitespace-nowrap px-4 text-xs font-medium text-ink-faint first:pl-4 last:pr-4", className)}
      {...props}
    />
  );
}

/** @param label the name of its column, shown where its table is stacked */
export function Td({ className, label, ...props }: ComponentProps<"td"> & { label?: string }) {
  return (
    <td data-label={label} className={cn("border-t border-line px-4 py-2.5 align-middle", className)} {...props} />
  );
}
