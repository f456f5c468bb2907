import { actorWords } from "@pragma/contract/actor-words";
import { inputPath, inputWords } from "@pragma/language";
import type { HistoryEvent } from "@pragma/sdk";
import type { Style } from "../output/style.ts";
import { table } from "../output/table.ts";

/** Events of a resource's history, a line each. */
export function historyTable(events: readonly HistoryEvent[], style: Style): string {
  return table(
    ["WHEN", "WHAT", "FROM", "TO", "BY", "CHANGED", "ERROR"],
    events.map((event) => [
      event.timestamp,
      event.event_type,
      event.from_state,
      event.to_state,
      actorWords(event.actor),
      changedWords(event.changes),
      event.error,
    ]),
    style,
    "No history yet.",
  );
}

/** `config.size, tags`, or why an update ran that nobody applied: `because pragma/config/site changed: url`. */
function changedWords(changes: HistoryEvent["changes"]): string {
  const inputs = inputWords(changes);
  if (inputs === null) return changes.map(({ path }) => path).join(", ");
  const paths = changes.map(({ path }) => inputPath(path));
  return `because ${inputs} changed: ${paths.join(", ")}`;
}
