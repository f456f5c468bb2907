"use client";

import { useState } from "react";
import { useZone } from "~/lib/times/zone.ts";
import { percent, spanLabel } from "./series-model.ts";
import type { ChartProps } from "./throughput-chart.tsx";

const HEAD = "px-2 py-1 font-medium";

/** The numbers of the charts, newest first. */
export function SeriesTable({ points, minutes, span }: ChartProps) {
  const zone = useZone();
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="inline-block min-h-6 text-dense text-accent-text hover:underline">
        Show the numbers as a table
      </summary>
      {open ? (
        <section
          aria-label="Numbers of the charts"
          // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          className="relative mt-2 max-h-72 overflow-auto rounded-md border border-line"
        >
          <table className="w-full text-left text-dense tabular-nums">
            <caption className="sr-only">Changes over time, newest first</caption>
            <thead className="sticky top-0 bg-surface text-xs text-ink-faint">
              <tr>
                <th scope="col" className={HEAD}>
                  Time
                </th>
                <th scope="col" className={HEAD}>
                  Applied
                </th>
                <th scope="col" className={HEAD}>
                  Succeeded
                </th>
                <th scope="col" className={HEAD}>
                  Failed
                </th>
                <th scope="col" className={HEAD}>
                  Failure rate
                </th>
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map(({ start, applied, succeeded, failed, failureRate }) => (
                <tr key={start} className="border-t border-line">
                  <th scope="row" className="px-2 py-1 font-normal">
                    {spanLabel(start, { minutes, span, zone })}
                  </th>
                  <td className="px-2 py-1">{applied}</td>
                  <td className="px-2 py-1">{succeeded}</td>
                  <td className="px-2 py-1">{failed}</td>
                  <td className="px-2 py-1">{percent(failureRate)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  );
}
