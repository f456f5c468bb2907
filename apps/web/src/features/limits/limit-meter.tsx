import { cn } from "~/lib/class-names.ts";
import { whole } from "./limit-words.ts";
import { usageOf } from "./usage.ts";

/** How much of a limit is used, as a bar. */
export function LimitMeter({
  label,
  used,
  limit,
  words = whole.format,
}: {
  label: string;
  used: number;
  limit: number;
  words?: (amount: number) => string;
}) {
  const { share, level } = usageOf(limit, limit - used);
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers paint <meter> in colours of their own
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used, limit)}
      aria-valuetext={`${words(used)} of ${words(limit)} used`}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={cn("h-full rounded-full", {
          "bg-accent": level === "fine",
          "bg-pending": level === "high",
          "bg-failed": level === "exhausted",
        })}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
