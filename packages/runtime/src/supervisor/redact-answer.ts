import type { Json, JsonObject, LogEntry, ResourceHealth } from "@pragma/contract";
import type { ActiveCall } from "./active-call.ts";
import type { QueuedAnswer } from "./call.ts";
import type { Confidence } from "./confidence.ts";

type Line = Pick<LogEntry, "level" | "message" | "metadata">;

/** A line without what the process was told in confidence. */
export function redactLine<L extends Line>(line: L, confidence: Confidence): L {
  const metadata = line.metadata === null ? null : (confidence.redactJson(line.metadata) as JsonObject);
  return { ...line, message: confidence.redact(line.message), metadata };
}

export function redactLines(lines: readonly LogEntry[], confidence: Confidence): LogEntry[] {
  return lines.map((line) => redactLine(line, confidence));
}

/**
 * An answer without what the process was told in confidence, where it is for people to read. Outputs are values: what is
 * sensitive in them is sealed, not taken out. The lines of a log come redacted.
 */
export function redactAnswer(method: ActiveCall["method"], answer: QueuedAnswer, confidence: Confidence): QueuedAnswer {
  return method === "health" ? (confidence.redactJson(answer as Json) as unknown as ResourceHealth) : answer;
}
