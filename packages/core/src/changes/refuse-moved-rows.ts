import type { ResourceRow } from "@pragma/db/queries";
import { ConcurrentChange } from "../foundation/common/retry-on-conflict.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { leftAs } from "./write/snapshot.ts";

/**
 * For a change whose documents were made of stored rows: compared with later ones, they would undo what somebody has changed in
 * between.
 * @throws ConcurrentChange if the decision found other rows
 */
export function refuseMovedRows({ documents }: DecidedChange, rows: ReadonlyMap<string, ResourceRow>): void {
  for (const { key, existing } of documents) {
    const row = rows.get(key);
    const isAsRead = row && existing ? leftAs(row) === leftAs(existing) : !row && !existing;
    if (!isAsRead) throw new ConcurrentChange();
  }
}
