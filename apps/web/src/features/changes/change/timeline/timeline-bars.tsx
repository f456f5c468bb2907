import type { ActionState } from "@pragma/contract";
import { cn } from "~/lib/class-names.ts";
import { durationWords } from "~/lib/duration-words.ts";
import type { Timeline, TimelineBar } from "./timeline-model.ts";

const FILL: Record<ActionState, string> = {
  waiting: "fill-pending",
  running: "fill-processing",
  succeeded: "fill-ready",
  failed: "fill-failed",
  superseded: "fill-draft",
};

/** Up to so many have a line with their name; more are drawn close together, all of them at once. */
const NAMED = 30;
const LINE = 22;
const THIN = 4;
/** A line can still be seen. Those of many overlap. */
const MIN_LINE = 1.5;
const AXIS = 20;
const MAX_HEIGHT = 320;
/** A moment can still be seen. */
const MIN_SHARE = 0.003;

/** The bars of a timeline: with names where there are few. @param onPoint with the bar below the pointer, and null without one */
export function TimelineBars({
  timeline,
  onPoint,
}: {
  timeline: Timeline;
  onPoint: (bar: TimelineBar | null) => void;
}) {
  const { bars, marks, length, lasted } = timeline;
  const isNamed = bars.length <= NAMED;
  const height = isNamed ? LINE : Math.min(THIN, (MAX_HEIGHT - AXIS) / bars.length);
  return (
    // Names, bars and axis scroll as one.
    <section
      // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
      tabIndex={bars.length * height + AXIS > MAX_HEIGHT ? 0 : undefined}
      aria-label="Bars"
      style={{ maxHeight: MAX_HEIGHT }}
      className="overflow-y-auto"
    >
      <div
        className={cn(
          "grid grid-cols-1 gap-x-3",
          isNamed && "sm:grid-cols-[fit-content(14rem)_minmax(0,1fr)] xl:grid-cols-[fit-content(24rem)_minmax(0,1fr)]",
        )}
      >
        {isNamed ? (
          <ol className="max-sm:hidden" aria-hidden>
            {bars.map(({ action: { id, key } }) => (
              <li
                key={id}
                style={{ height }}
                className="truncate font-mono text-xs leading-[22px] text-ink-soft"
                title={key}
              >
                {key}
              </li>
            ))}
          </ol>
        ) : null}
        <svg
          role="img"
          aria-label={`${bars.length} actions on an axis of ${durationWords(lasted)}`}
          viewBox={`0 0 1000 ${Math.max(1, bars.length) * height}`}
          preserveAspectRatio="none"
          className="block w-full sm:col-start-[-2]"
          style={{ height: Math.max(1, bars.length) * height }}
          onPointerLeave={() => onPoint(null)}
        >
          {marks.map((mark) => (
            <line
              key={mark}
              x1={(mark / length) * 1000}
              x2={(mark / length) * 1000}
              y1="0"
              y2="100%"
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map((bar, index) => (
            <rect
              key={bar.action.id}
              x={Math.min(bar.from, 1 - MIN_SHARE) * 1000}
              width={Math.max(MIN_SHARE, bar.to - bar.from) * 1000}
              y={index * height + (isNamed ? 5 : 0)}
              height={isNamed ? height - 10 : Math.max(MIN_LINE, height - 1)}
              className={FILL[bar.action.state]}
              onPointerEnter={() => onPoint(bar)}
            />
          ))}
        </svg>
        <div
          aria-hidden
          className="sticky bottom-0 col-span-full grid grid-cols-subgrid bg-surface text-xs text-ink-faint tabular-nums"
        >
          <div className="relative h-5 sm:col-start-[-2]">
            {marks.map((mark) => (
              <span
                key={mark}
                className={cn("absolute top-1 whitespace-nowrap", mark === 0 ? "left-0" : "-translate-x-full")}
                style={mark === 0 ? undefined : { left: `${(mark / length) * 100}%` }}
              >
                {mark === 0 ? "0" : durationWords(mark)}
              </span>
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}
