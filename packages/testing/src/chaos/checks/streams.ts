import type { Facts, HistoryFact, StreamEvent, StreamFact } from "../facts.ts";
import { idOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

export const streams: Check = {
  name: "streams",
  promise: "a reader that resumes gets every change of state, in order per resource, or is told that it missed some",
  run: (facts) => facts.streams.flatMap((stream) => [...gaps(stream, facts), ...disorder(stream, facts)]),
};

type Change = Extract<StreamEvent, { kind: "change" }>;

/** Tells whether the stream reports a change: a changed state, or a stale mark that was set or cleared. */
function isTold({ from, to, type }: HistoryFact): boolean {
  return from !== to || type === "STALE" || type === "UNCHANGED";
}

function gaps({ space, reader, events }: StreamFact, { history }: Facts): Violation[] {
  const since = coveredSince(events);
  const received = new Set(events.filter(isChange).map(nameOfChange));
  const missed = history.filter(
    (row) => row.space === space && row.at > since && isTold(row) && !received.has(nameOfRow(row)),
  );
  // One gap is one fault, however much was in it.
  return [...Map.groupBy(missed, ({ key }) => key)].map(([key, rows]) => {
    const which = rows.map(({ id, type, to }) => `${id} (${type} to ${to ?? "gone"})`).join(", ");
    const message = `reader ${reader} never got history ${which} and was not told that it missed something`;
    return { check: streams.name, message, space, key, at: rows[0]?.at ?? 0 };
  });
}

/** From then on everything must be there: the first connection, or the last one that could not resume. */
function coveredSince(events: readonly StreamEvent[]): number {
  const anew = events.findLast(
    (event) => event.kind === "reset" || (event.kind === "open" && event.resumedFrom === null),
  );
  return anew?.at ?? Number.POSITIVE_INFINITY;
}

/** Repeated events after a resumption do not count: only at-least-once delivery is promised. */
function disorder({ space, reader, events }: StreamFact, { history }: Facts): Violation[] {
  const rows = new Map(history.filter((row) => row.space === space).map((row) => [nameOfRow(row), row]));
  const seen = new Set<string>();
  const latest = new Map<string, HistoryFact>();
  return events.filter(isChange).flatMap((change): Violation[] => {
    const name = nameOfChange(change);
    const row = rows.get(name);
    if (!row || seen.has(name)) return [];
    seen.add(name);
    const before = latest.get(row.key);
    if (!before || before.id < row.id) latest.set(row.key, row);
    if (!before || before.id <= row.id) return [];
    const message = `reader ${reader} got history ${row.id} after ${before.id}`;
    return [{ check: streams.name, message, space, key: row.key, at: row.at }];
  });
}

function isChange(event: StreamEvent): event is Change {
  return event.kind === "change";
}

function nameOfChange({ resourceId, state, generation, updatedAt }: Change): string {
  return `${resourceId} ${state} ${generation} ${updatedAt}`;
}

function nameOfRow({ key, to, generation, at }: HistoryFact): string {
  return `${idOf(key)} ${to} ${generation} ${at}`;
}
