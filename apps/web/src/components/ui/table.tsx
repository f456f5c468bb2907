import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";

export interface TableProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/** A table that scrolls by itself where it is wider than the page. */
export function Table({ label, className, children }: TableProps) {
  return (
    <section
      // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={label}
      className="relative overflow-x-auto"
    >
      {/* Below a head that only screen readers see, the line of the first row would double that of the panel above it. */}
      <table className={cn("w-full text-left text-sm [&>thead.sr-only+tbody>tr:first-child>*]:border-t-0", className)}>
        {children}
      </table>
    </section>
  );
}

/** The head of a column. */
export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "h-9 whitespace-nowrap weak:px-4 text-xs font-medium text-ink-faint weak:first:pl-4 last:pr-4",
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("border-t border-line weak:px-4 weak:py-2.5 weak:align-middle", className)} {...props} />;
}
