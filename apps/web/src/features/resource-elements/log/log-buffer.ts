import { LOG_LEVELS, type LogEntry, type LogLevel } from "@pragma/contract";

/** Lines that the page holds. Older ones are on the server. */
export const MAX_LINES = 2000;

export interface LogLine extends LogEntry {
  /** Its position among all lines that arrived. */
  number: number;
}

/** Appends lines and drops the oldest. */
export function appendLines(lines: readonly LogLine[], entries: readonly LogEntry[]): LogLine[] {
  const first = (lines.at(-1)?.number ?? 0) + 1;
  const added = entries.map((entry, index) => ({ ...entry, number: first + index }));
  return [...lines, ...added].slice(-MAX_LINES);
}

/** Replaces all lines with refetched ones. */
export function replaceLines(lines: readonly LogLine[], entries: readonly LogEntry[]): LogLine[] {
  return appendLines(lines, entries).slice(-entries.length);
}

/** How many entries came after the last of the lines. */
export function countNewer(lines: readonly LogLine[], entries: readonly LogEntry[]): number {
  const last = lines.at(-1)?.timestamp ?? "";
  return entries.filter(({ timestamp }) => timestamp > last).length;
}

/** @param least lines below this level are left out */
export function filterLines(lines: readonly LogLine[], least: LogLevel, text: string): readonly LogLine[] {
  const wanted = text.trim().toLowerCase();
  const from = LOG_LEVELS.indexOf(least);
  if (from === 0 && wanted === "") return lines;
  return lines.filter(
    ({ level, message, metadata }) =>
      LOG_LEVELS.indexOf(level) >= from &&
      (wanted === "" ||
        message.toLowerCase().includes(wanted) ||
        (metadata !== null && JSON.stringify(metadata).toLowerCase().includes(wanted))),
  );
}
