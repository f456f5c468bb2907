import { RateChart } from "./rate-chart.tsx";
import { type ChartProps, ThroughputChart } from "./throughput-chart.tsx";

/** Both charts of the overview. */
export function Charts(props: ChartProps) {
  return (
    <div className="flex flex-col gap-4">
      <ThroughputChart {...props} />
      <RateChart {...props} />
    </div>
  );
}
