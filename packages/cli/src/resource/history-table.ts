import { actorWords } from "@pragma/contract/actor-words";
import type { HistoryEvent } from "@pragma/sdk";
import type { Style } from "../output/style.ts";
import { table } from "../output/table.ts";

/** What happened to a resource, a line each. */
export function historyTable(events: readonly HistoryEvent[], style: Style): string {
  return table(
    ["WHEN", "WHAT", "FROM", "TO", "BY", "CHANGED", "ERROR"],
    events.map((event) => [
      event.timestamp,
      event.event_type,
      event.from_state,
      event.to_state,
      actorWords(event.actor),
      event.changes.map(({ path }) => path).join(", "),
      event.error,
    ]),
    style,
    "No history yet.",
  );
}
