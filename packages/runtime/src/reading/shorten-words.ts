import type { JsonObject, LogEntry, ResourceHealth } from "@pragma/contract";
import { boundDetails } from "../wire/bound-details.ts";
import { cutToSend, SENT } from "../wire/cut-to-send.ts";
import type { CalledMethod } from "./answers.ts";
import type { ReadMessage } from "./read-message.ts";

type Words = Pick<LogEntry, "message" | "metadata">;

/**
 * A message without most of what will be cut from it anyway: words and facts that are for people. What is left is enough
 * to redact it first, and costs little to hand over, to search for secrets and to cut.
 *
 * @param limit bytes that are kept
 */
export function shortenWords(
  read: ReadMessage,
  methodOf: (id: number) => CalledMethod | undefined,
  limit: number,
): ReadMessage {
  if (read.kind === "unreadable") return read;
  if (read.kind === "result") {
    const { id, checked } = read;
    if (methodOf(id) !== "health" || !checked || "problem" in checked) return read;
    return { ...read, checked: { answer: shortHealth(checked.answer as ResourceHealth, limit) } };
  }
  const { message } = read;
  switch (message.type) {
    case "lines":
      return { kind: "message", message: { ...message, lines: message.lines.map((line) => shortLine(line, limit)) } };
    case "log":
      return { kind: "message", message: shortLine(message, limit) };
    case "error": {
      const { message: text, stack, ...error } = message.error;
      const short = {
        ...error,
        message: cutToSend(text, limit),
        ...(stack !== undefined && { stack: cutToSend(stack, limit) }),
      };
      return { kind: "message", message: { ...message, error: short } };
    }
    case "fatal":
      return { kind: "message", message: { ...message, message: cutToSend(message.message, limit) } };
    default:
      return read;
  }
}

function shortLine<Line extends Words>(line: Line, limit: number): Line {
  return { ...line, message: cutToSend(line.message, limit), metadata: shortFacts(line.metadata, limit) };
}

function shortHealth({ status, message, details }: ResourceHealth, limit: number): ResourceHealth {
  return { status, message: message === null ? null : cutToSend(message, limit), details: shortFacts(details, limit) };
}

function shortFacts(facts: JsonObject | null, limit: number): JsonObject | null {
  return boundDetails(facts, SENT * limit);
}
