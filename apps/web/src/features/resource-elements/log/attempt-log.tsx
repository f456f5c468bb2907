"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { logsHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { appendLines } from "./log-buffer.ts";
import { LogLines, type LogLinesProps } from "./log-lines.tsx";
import { useLogTail } from "./use-log-tail.ts";

/** The last lines that are shown; the whole log is one click away. */
const TAIL = 1000;
/** Fixed, so that further lines move nothing. */
const HEIGHT = "h-44";

export interface AttemptLogProps {
  resourceKey: string;
  eventId: string;
  /** Number of the attempt, from 1. */
  number: number;
  startedAt: string;
  /** Null while it runs. */
  endedAt: string | null;
  /** Whether nothing is shown until there is a line, instead of saying so. */
  hideEmpty?: boolean;
}

/** The provider's log of one attempt: live while it runs. */
export function AttemptLog(props: AttemptLogProps) {
  const { eventId, number, startedAt, endedAt } = props;
  // Lines of another attempt must not be shown as those of this one.
  const key = `${eventId} ${number} ${startedAt}`;
  return endedAt === null ? <RunningLog key={key} {...props} /> : <EndedLog key={key} {...props} endedAt={endedAt} />;
}

function RunningLog(props: AttemptLogProps) {
  const tail = useLogTail(queryOf(props));
  if (tail.error) return <ErrorState message={tail.error} onRetry={tail.retry} />;
  if (tail.lines.length === 0) {
    return props.hideEmpty || tail.status !== "live" ? null : <Nothing>No log lines yet.</Nothing>;
  }
  return <LogFrame {...props} lines={tail.lines} lost={tail.status === "lost"} />;
}

function EndedLog(props: AttemptLogProps & { endedAt: string }) {
  const { endedAt, hideEmpty } = props;
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.resources.logs.queryOptions(queryOf(props)));
  // A retry counts its attempts anew: lines of a later one with this number are not of this one.
  const lines = useMemo(
    () =>
      data &&
      appendLines(
        [],
        data.filter(({ timestamp }) => timestamp <= endedAt),
      ),
    [data, endedAt],
  );
  if (error && !data) return <CallError error={error} onRetry={() => void refetch()} />;
  if (!lines) return <SkeletonRows rows={2} label="Loading the log" />;
  if (lines.length === 0) return hideEmpty ? null : <Nothing>No log lines.</Nothing>;
  return <LogFrame {...props} lines={lines} lost={false} />;
}

function Nothing({ children }: { children: string }) {
  return <p className="py-1 text-dense text-ink-faint">{children}</p>;
}

function queryOf({ resourceKey, eventId, number, startedAt }: AttemptLogProps) {
  return { id: resourceKey, event_id: eventId, attempt: number, since: startedAt, tail: TAIL };
}

function LogFrame({
  resourceKey,
  number,
  lines,
  lost,
}: Pick<AttemptLogProps, "resourceKey" | "number"> & Pick<LogLinesProps, "lines" | "lost">) {
  const label = `Log of attempt ${number}`;
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <div className="flex items-center justify-between gap-3 border-b border-line px-3 py-1 text-xs text-ink-soft">
        <span aria-hidden>{label}</span>
        <Button asChild size="small" variant="link" className="h-auto min-h-6 px-0 py-0 text-xs">
          <Link href={logsHref(resourceKey)} prefetch={false}>
            Whole log
          </Link>
        </Button>
      </div>
      <LogLines label={label} lines={lines} lost={lost} className={HEIGHT} />
    </div>
  );
}
