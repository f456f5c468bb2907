"use client";

import { LOG_LEVELS, type LogLevel } from "@pragma/contract";
import { Pause, Play, ScrollText } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { Input, Select } from "~/components/ui/field.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { filterLines, type LogLine, MAX_LINES } from "~/features/resource-elements/log/log-buffer.ts";
import { LogLines } from "~/features/resource-elements/log/log-lines.tsx";
import { type LogTail, useLogTail } from "~/features/resource-elements/log/use-log-tail.ts";
import { useZoneName } from "~/lib/times/use-zone-name.ts";

const PARSERS = { level: parseAsStringLiteral(LOG_LEVELS).withDefault("debug"), find: parseAsString.withDefault("") };
const WORDS: Record<LogLevel, string> = {
  debug: "All levels",
  info: "Info and above",
  warn: "Warnings and errors",
  error: "Errors",
};

/** The provider's log of a resource, live. */
export function LogsTab({ resourceKey }: { resourceKey: string }) {
  const tail = useLogTail({ id: resourceKey, tail: MAX_LINES });
  const zone = useZoneName();
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
        <span className="text-xs text-ink-faint">Times in {zone}</span>
      </div>
      <LogBody tail={tail} shown={shown} />
    </Card>
  );
}

function PauseButton({ tail: { paused, waiting, setPaused } }: { tail: LogTail }) {
  return (
    <Button onClick={() => setPaused(!paused)} aria-pressed={paused}>
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {paused ? `Resume${waiting > 0 ? ` (${waiting} new)` : ""}` : "Pause"}
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
  return <LogLines label="Log lines" lines={shown} lost={tail.status === "lost"} className="max-h-[60vh] min-h-40" />;
}
