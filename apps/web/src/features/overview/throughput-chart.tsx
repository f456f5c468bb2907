"use client";

import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { useZone } from "~/lib/times/zone.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { axisLabel, type ChartPoint, type Span } from "./series-model.ts";

export interface ChartProps {
  points: ChartPoint[];
  /** Length of each point. */
  minutes: number;
  span: Span;
}

const TICK = { fill: "var(--ink-faint)", fontSize: 11 };

/** Requested, succeeded and failed events. Without animation. */
export function ThroughputChart({ points, minutes, span }: ChartProps) {
  const zone = useZone();
  return (
    <ChartFrame
      title={`Changes per ${minutes === 1 ? "minute" : `${minutes} minutes`}`}
      height={200}
      legend={
        <>
          <li className="flex items-center gap-1.5">
            <span className="h-0.5 w-4 bg-accent" /> applied
          </li>
          <li className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-sm bg-ready" /> succeeded
          </li>
          <li className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-sm bg-failed" /> failed
          </li>
        </>
      }
    >
      <ComposedChart data={points} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          tickFormatter={(start: string) => axisLabel(start, span, zone)}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          minTickGap={40}
        />
        <YAxis allowDecimals={false} tick={TICK} tickLine={false} axisLine={false} width={44} />
        <Tooltip
          cursor={{ fill: "var(--sunken)" }}
          isAnimationActive={false}
          content={<ChartTooltip minutes={minutes} span={span} />}
        />
        <Bar dataKey="succeeded" stackId="ended" fill="var(--ready)" isAnimationActive={false} />
        <Bar dataKey="failed" stackId="ended" fill="var(--failed)" isAnimationActive={false} />
        <Line
          dataKey="applied"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ChartFrame>
  );
}
