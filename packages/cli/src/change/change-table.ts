import { actorWords } from "@pragma/contract/actor-words";
import { doesWords, toDoWords } from "@pragma/contract/count-words";
import type { ChangeSummary } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { table } from "../output/table.ts";

/** Changes, a line each. */
export function changeTable(changes: readonly ChangeSummary[], style: Style): string {
  return table(
    ["CHANGE", "STATUS", "CREATED", "BY", "SET", "DOES", "MESSAGE"],
    changes.map(({ id, status, created_at, created_by, applied_by, set, counts, message }) => [
      id,
      stateCell(status),
      created_at,
      actorWords(applied_by ?? created_by),
      set,
      status === "planned" ? toDoWords(counts).join(", ") : doesWords(counts),
      message,
    ]),
    style,
    "No changes yet.",
  );
}
