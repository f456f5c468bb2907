"use client";

import { LOG_LEVELS, type LogLevel } from "@pragma/contract";
import { ArrowDown, Pause, Play, ScrollText } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { Input, Select } from "~/components/ui/field.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { useZone } from "~/lib/times/zone.ts";
import { filterLines, type LogLine } from "./log-buffer.ts";
import { LogLineView } from "./log-line-view.tsx";
import { type LogTail, useLogTail } from "./use-log-tail.ts";

const PARSERS = { level: parseAsStringLiteral(LOG_LEVELS).withDefault("debug"), find: parseAsString.withDefault("") };
const WORDS: Record<LogLevel, string> = {
  debug: "All levels",
  info: "Info and above",
  warn: "Warnings and errors",
  error: "Errors",
};
/** Closer to the end than this counts as the end. */
const END_PX = 24;

/** The provider's log of a resource, live. */
export function LogsTab({ resourceKey }: { resourceKey: string }) {
  const tail = useLogTail(resourceKey);
  const [{ level, find }, setView] = useQueryStates(PARSERS, { history: "replace" });
  const shown = filterLines(tail.lines, level, find);
  return (
    <Card>
      <h2 className="sr-only">Logs</h2>
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3">
        <Input
          type="search"
          aria-label="Filter logs"
          placeholder="Filter by text"
          className="min-w-0 flex-1 basis-48"
          value={find}
          onChange={(event) => void setView({ find: event.target.value || null })}
        />
        <Select
          aria-label="Level"
          className="w-auto"
          value={level}
          onChange={(event) => void setView({ level: event.target.value as LogLevel })}
        >
          {LOG_LEVELS.map((one) => (
            <option key={one} value={one}>
              {WORDS[one]}
            </option>
          ))}
        </Select>
        <PauseButton tail={tail} />
      </div>
      <LogBody tail={tail} shown={shown} />
    </Card>
  );
}

function PauseButton({ tail: { paused, waiting, setPaused } }: { tail: LogTail }) {
  return (
    <Button onClick={() => setPaused(!paused)} aria-pressed={paused}>
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {paused ? `Go on${waiting > 0 ? ` (${waiting} new)` : ""}` : "Pause"}
    </Button>
  );
}

function LogBody({ tail, shown }: { tail: LogTail; shown: readonly LogLine[] }) {
  if (tail.error) return <ErrorState message={tail.error} onRetry={tail.retry} />;
  if (tail.status === "connecting" && tail.lines.length === 0) return <SkeletonRows rows={6} label="Loading logs" />;
  if (tail.lines.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="No logs yet">
        What the provider logs about this resource appears here as it is written.
      </EmptyState>
    );
  }
  if (shown.length === 0) return <EmptyState icon={ScrollText} title="No line matches" />;
  return <LogLines lines={shown} lost={tail.status === "lost"} />;
}

/** Follows the end, until the reader scrolls up. */
function LogLines({ lines, lost }: { lines: readonly LogLine[]; lost: boolean }) {
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further line moves the end
  useEffect(() => {
    const element = box.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [lines, following]);
  return (
    <div className="relative">
      {lost ? (
        <p role="status" className="bg-pending-soft px-3 py-1 text-xs text-pending-text">
          The connection is lost. Reconnecting.
        </p>
      ) : null}
      <div
        ref={box}
        role="log"
        aria-label="Log lines"
        aria-live="off"
        // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          setFollowing(scrollTop + clientHeight >= scrollHeight - END_PX)
        }
        className="max-h-[60vh] min-h-40 overflow-y-auto bg-sunken py-2 font-mono text-xs leading-5"
      >
        {lines.map((line) => (
          <LogLineView key={line.number} line={line} zone={zone} />
        ))}
      </div>
      {following ? null : (
        <Button size="small" className="absolute right-5 bottom-3 shadow-raised" onClick={() => setFollowing(true)}>
          <ArrowDown aria-hidden /> Follow the end
        </Button>
      )}
    </div>
  );
}
