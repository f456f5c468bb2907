import { useZone } from "~/lib/times/zone.ts";
import type { ChartPoint } from "./series-model.ts";
import { percent, type Span, spanLabel } from "./series-model.ts";

interface Hovered {
  active?: boolean;
  payload?: readonly { payload?: ChartPoint }[];
}

/** The tooltip beside the pointer. Recharts passes the point. */
export function ChartTooltip({ active, payload, minutes, span }: Hovered & { minutes: number; span: Span }) {
  const zone = useZone();
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2 text-xs text-ink shadow-raised">
      <p className="mb-1 font-medium">{spanLabel(point.start, { minutes, span, zone })}</p>
      <p>Applied: {point.applied}</p>
      <p>Succeeded: {point.succeeded}</p>
      <p>Failed: {point.failed}</p>
      <p>Failure rate: {percent(point.failureRate)}</p>
    </div>
  );
}
