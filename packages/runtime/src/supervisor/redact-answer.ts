import type { Json, JsonObject, LogEntry, ResourceHealth } from "@pragma/contract";
import type { ProviderError, ProviderPlanned, ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import type { QueuedAnswer } from "../reading/answers.ts";
import { boundDetails } from "../wire/bound-details.ts";
import { cutToBytes } from "../wire/line-writer.ts";
import type { ActiveCall } from "./active-call.ts";
import type { Confidence } from "./confidence.ts";

type Line = Pick<LogEntry, "level" | "message" | "metadata">;

/** A line without secrets given to the process. */
export function redactLine<L extends Line>(line: L, confidence: Confidence): L {
  const metadata = line.metadata === null ? null : (confidence.redactJson(line.metadata) as JsonObject);
  return { ...line, message: confidence.redact(line.message), metadata };
}

export function redactLines(lines: readonly LogEntry[], confidence: Confidence): LogEntry[] {
  return lines.map((line) => redactLine(line, confidence));
}

/**
 * An answer without what the process was told in confidence, where it is for people to read. Outputs are values: what is
 * sensitive in them is sealed, not taken out. The lines of a log come redacted. A health is cut to its bounds, after it was
 * redacted: half a secret is not found. So are the warnings of a plan. An identity that tells a secret is none.
 */
export function redactAnswer(
  method: ActiveCall["method"],
  answer: QueuedAnswer,
  confidence: Confidence,
  { log_message_bytes: limit }: ProviderProtocolLimits,
): QueuedAnswer {
  if (method === "identity") return withoutSecret(answer as string | null, confidence);
  if (method === "list") return confidence.redactJson(answer as unknown as Json) as unknown as QueuedAnswer;
  if (method === "plan") return boundPlanned(answer as ProviderPlanned, confidence, limit);
  if (method !== "health") return answer;
  return boundHealth(confidence.redactJson(answer as Json) as unknown as ResourceHealth, limit);
}

function withoutSecret(text: string | null, confidence: Confidence): string | null {
  return text !== null && confidence.redact(text) === text ? text : null;
}

/** An error is stored with the resource, shown in lists and sent to whoever looks on, so it is bounded. */
export function redactError(
  { message, stack, exists, replace, ...error }: ProviderError,
  confidence: Confidence,
  { log_message_bytes: limit }: ProviderProtocolLimits,
): ProviderError {
  const shown = (text: string): string => cutToBytes(confidence.redact(text), limit);
  return {
    ...error,
    message: shown(message),
    ...(stack !== undefined && { stack: shown(stack) }),
    ...(exists !== undefined && { exists: withoutSecret(exists, confidence) }),
    ...(replace !== undefined && { replace: replace.filter((path) => withoutSecret(path, confidence) !== null) }),
  };
}

/** What only some of the outputs that differ say would be wrong of the others: then it cannot tell. */
function boundPlanned(
  { replace, outputs, warnings }: ProviderPlanned,
  confidence: Confidence,
  limit: number,
): ProviderPlanned {
  return {
    replace: replace.map((path) => confidence.redact(path)),
    outputs: outputs?.every((path) => withoutSecret(path, confidence) !== null) ? outputs : null,
    warnings: warnings.map((text) => cutToBytes(confidence.redact(text), limit)),
  };
}

/** A health message is limited like a log line. */
function boundHealth(health: ResourceHealth, limit: number): ResourceHealth {
  const { status, message, details } = health;
  return {
    status,
    message: message === null ? null : cutToBytes(message, limit),
    details: boundDetails(details, limit),
  };
}
