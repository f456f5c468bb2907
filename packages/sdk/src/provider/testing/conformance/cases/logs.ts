import { deepEqual, equal } from "node:assert/strict";
import type { ConformanceCase } from "../subject.ts";
import { succeeded } from "./life.ts";

export const logCases: ConformanceCase[] = [
  {
    name: "log lines reach the call with level and metadata, in order",
    async run(subject) {
      const { logs } = await subject.create({ name: "logged", config: { text: "said", mode: "log" } });

      deepEqual(
        logs.map(({ level, message, metadata }) => ({ level, message, metadata })),
        ["debug", "info", "warn", "error"].map((level) => ({ level, message: "said", metadata: { level } })),
      );
    },
  },
  {
    name: "logs answers the last lines",
    async run(subject) {
      const lines = succeeded(await subject.logs({ name: "lines", config: { text: "one" }, tail: 250 }));

      const { length, [0]: first, [249]: last } = lines as Record<string, unknown>[];
      equal(length, 250);
      deepEqual([first?.["message"], last?.["message"]], ["line 5", "line 254"]);
      deepEqual(last, { timestamp: "2026-01-01T00:04:14.000Z", level: "debug", message: "line 254", metadata: null });
    },
  },
  {
    name: "logs answers nothing older than since",
    async run(subject) {
      const since = new Date("2026-01-01T00:00:03.000Z");

      const lines = succeeded(await subject.logs({ name: "lines", config: { text: "one" }, tail: 4, since }));

      const messages = (lines as Record<string, unknown>[]).map((line) => line["message"]);
      deepEqual(messages, ["line 5", "line 6", "line 7", "line 8"]);
    },
  },
];
