import type { LogEntry } from "@pragma/contract";
import { LONG_LINE_BYTES } from "../wire/line-reader.ts";
import type { ReadMessage } from "./read-message.ts";

/** Lines taken in one turn of the event loop, and their size. */
export interface Portion {
  read: ReadMessage;
  size: number;
}

/**
 * The portions of a long line: of log lines about 64 KiB each, as if they had come in several messages. All lines are
 * searched for secrets, which may take a second for 8 MiB of them. Anything else is one portion.
 *
 * @param size of the line
 */
export function* portionsOf(read: ReadMessage, size: number): Generator<Portion, void> {
  if (read.kind !== "message" || read.message.type !== "lines") {
    yield { read, size };
    return;
  }
  const { message } = read;
  let lines: LogEntry[] = [];
  let weight = 0;
  for (const line of message.lines) {
    lines.push(line);
    weight += line.message.length + (line.metadata === null ? 0 : JSON.stringify(line.metadata).length);
    if (weight < LONG_LINE_BYTES) continue;
    yield { read: { kind: "message", message: { ...message, lines } }, size: weight };
    lines = [];
    weight = 0;
  }
  if (lines.length > 0 || message.lines.length === 0)
    yield { read: { kind: "message", message: { ...message, lines } }, size: weight };
}
