"use client";

import type { LogLevel } from "@pragma/contract";
import { memo } from "react";
import { cn } from "~/lib/class-names.ts";
import { exactTime, millisecondOf } from "~/lib/times/time-words.ts";
import type { Zone } from "~/lib/times/zone.ts";
import type { LogLine } from "./log-buffer.ts";

const TONE_OF: Record<LogLevel, string> = {
  debug: "text-ink-faint",
  info: "text-processing-text",
  warn: "text-pending-text",
  error: "text-danger-text",
};

/** One line; its metadata unfolds. Lines out of view are not laid out, so that thousands stay quick. */
export const LogLineView = memo(function LogLineView({ line, zone }: { line: LogLine; zone: Zone }) {
  const { timestamp, level, message, metadata } = line;
  const head = (
    <>
      <time dateTime={timestamp} title={exactTime(timestamp, zone)} className="shrink-0 text-ink-faint">
        {millisecondOf(timestamp, zone)}
      </time>
      <span className={cn("w-10 shrink-0 font-medium", TONE_OF[level])}>{level}</span>
      <span className="min-w-0 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">{message}</span>
    </>
  );
  const row = "flex items-start gap-3 px-3 [contain-intrinsic-size:auto_20px] [content-visibility:auto]";
  if (metadata === null || Object.keys(metadata).length === 0) return <div className={row}>{head}</div>;
  return (
    <details className="group">
      <summary className={cn(row, "list-none hover:bg-surface [&::-webkit-details-marker]:hidden")}>
        {head}
        <span aria-hidden className="ml-auto shrink-0 text-ink-faint group-open:rotate-90">
          ›
        </span>
      </summary>
      <pre className="mx-3 my-1 overflow-x-auto rounded border border-line bg-surface px-3 py-1.5 text-ink-soft">
        {JSON.stringify(metadata, null, 2)}
      </pre>
    </details>
  );
});
