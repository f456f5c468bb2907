import type { LogEntry } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { appendLines, countNewer, filterLines, MAX_LINES, replaceLines } from "./log-buffer.ts";

const entry = (message: string, more: Partial<LogEntry> = {}): LogEntry => ({
  timestamp: "2026-01-01T00:00:00.000Z",
  level: "info",
  message,
  metadata: null,
  ...more,
});

describe("appendLines", () => {
  it("keeps the last lines and numbers all that arrived", () => {
    const many = Array.from({ length: MAX_LINES + 5 }, (_, index) => entry(`line ${index + 1}`));
    const lines = appendLines(appendLines([], many.slice(0, 3)), many.slice(3));
    expect(lines).toHaveLength(MAX_LINES);
    expect(lines[0]).toMatchObject({ message: "line 6", number: 6 });
    expect(lines.at(-1)).toMatchObject({ message: `line ${MAX_LINES + 5}`, number: MAX_LINES + 5 });
  });
});

describe("refetched lines", () => {
  const before = appendLines([], [entry("one"), entry("two", { timestamp: "2026-01-01T00:00:01.000Z" })]);
  const entries = [...before, entry("three", { timestamp: "2026-01-01T00:00:02.000Z" })];

  it("replace the others, with numbers of their own", () => {
    const lines = replaceLines(before, entries);
    expect(lines.map(({ message, number }) => [message, number])).toEqual([
      ["one", 3],
      ["two", 4],
      ["three", 5],
    ]);
  });

  it("count as new if they came after the last one", () => {
    expect(countNewer(before, entries)).toBe(1);
    expect(countNewer([], entries)).toBe(3);
  });
});

describe("filterLines", () => {
  const lines = appendLines(
    [],
    [
      entry("Started"),
      entry("slow", { level: "warn", metadata: { host: "DB-1" } }),
      entry("broken", { level: "error" }),
    ],
  );
  const found = (...args: [least: Parameters<typeof filterLines>[1], text: string]) =>
    filterLines(lines, ...args).map(({ message }) => message);

  it("filters by the minimum level", () => {
    expect(found("debug", "")).toEqual(["Started", "slow", "broken"]);
    expect(found("warn", "")).toEqual(["slow", "broken"]);
    expect(found("error", "")).toEqual(["broken"]);
  });

  it("finds text in message and metadata, whatever the case", () => {
    expect(found("debug", "START")).toEqual(["Started"]);
    expect(found("debug", "db-1")).toEqual(["slow"]);
    expect(found("error", "db-1")).toEqual([]);
  });
});
