"use client";

import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from "recharts";
import { useZone } from "~/lib/times/zone.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { axisLabel } from "./series-model.ts";
import type { ChartProps } from "./throughput-chart.tsx";

const TICK = { fill: "var(--ink-faint)", fontSize: 11 };

/** The failure rate of finished events. Gaps are times without any. */
export function RateChart({ points, minutes, span }: ChartProps) {
  const zone = useZone();
  return (
    <ChartFrame
      title="Failure rate"
      height={140}
      legend={
        <li className="flex items-center gap-1.5">
          <span className="h-0.5 w-4 bg-failed" /> share of finished changes that failed
        </li>
      }
    >
      <LineChart data={points} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          // As the bars above have: by default a line begins at the axis, half a step before them.
          scale="band"
          tickFormatter={(start: string) => axisLabel(start, span, zone)}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          minTickGap={40}
        />
        <YAxis
          domain={[0, 100]}
          ticks={[0, 50, 100]}
          unit=" %"
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={44}
        />
        <Tooltip
          cursor={{ stroke: "var(--line-strong)" }}
          isAnimationActive={false}
          content={<ChartTooltip minutes={minutes} span={span} />}
        />
        {/* A point between two gaps has no line: the dot is all that shows it. */}
        <Line
          dataKey="failureRate"
          stroke="var(--failed)"
          strokeWidth={1.5}
          dot={{ r: 2, fill: "var(--failed)", strokeWidth: 0 }}
          isAnimationActive={false}
        />
      </LineChart>
    </ChartFrame>
  );
}
