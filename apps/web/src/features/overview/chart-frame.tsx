import type { ReactElement, ReactNode } from "react";
import { ResponsiveContainer } from "recharts";
import { useZoneName } from "~/lib/times/use-zone-name.ts";

/**
 * A chart with its heading and legend. Screen readers are given the table below the charts instead: a picture of dozens
 * of numbers says nothing to them.
 */
export function ChartFrame({
  title,
  legend,
  height,
  children,
}: {
  title: string;
  legend: ReactNode;
  height: number;
  children: ReactElement;
}) {
  const zone = useZoneName();
  return (
    <section>
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-dense font-medium text-ink">{title}</h3>
        <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
          {legend}
          <li className="text-ink-faint">Times in {zone}</li>
        </ul>
      </header>
      {/* The chart takes a new width a moment after the page does. */}
      <div aria-hidden className="overflow-hidden" style={{ height }}>
        <ResponsiveContainer width="100%" height="100%">
          {children}
        </ResponsiveContainer>
      </div>
    </section>
  );
}
