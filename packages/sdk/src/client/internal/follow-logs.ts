import type { LogEntry } from "../types/models.ts";
import { isAbsent } from "./absence.ts";
import type { Call } from "./call.ts";
import { readEvents } from "./event-source.ts";
import type { Transport } from "./transport.ts";

/** The longest tail that the API allows, to catch up on lines logged while disconnected. */
const LONGEST_TAIL = 10_000;

/**
 * Log lines as they arrive. Lines have no ids: a later connection starts at the timestamp of the last line, and skips
 * the lines with that timestamp that were already reported.
 */
export async function* followLogs(
  transport: Transport,
  first: Call,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogEntry, void, undefined> {
  let last = "";
  // How often each line with the last timestamp was reported; and, for a new connection, how often to skip it.
  let told = new Map<string, number>();
  let skip = new Map<string, number>();
  const call = (): Call => {
    skip = new Map(told);
    const query = last === "" ? first.query : { ...first.query, since: last, tail: LONGEST_TAIL };
    return { ...first, query: { ...query, follow: true } };
  };
  try {
    for await (const { type, data } of readEvents(transport, call, { signal })) {
      if (type !== "log") continue;
      const entry = JSON.parse(data) as LogEntry;
      const again = skip.get(data) ?? 0;
      if (again > 0) {
        skip.set(data, again - 1);
        continue;
      }
      if (entry.timestamp > last) {
        last = entry.timestamp;
        told = new Map();
      }
      if (entry.timestamp === last) told.set(data, (told.get(data) ?? 0) + 1);
      yield entry;
    }
  } catch (error) {
    if (!(last !== "" && isAbsent(error))) throw error;
  }
}
