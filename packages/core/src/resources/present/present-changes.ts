import type { HistoryChange } from "@pragma/contract";
import type { Change } from "@pragma/language";

/** Changes as clients see them: an absent side is null. */
export function presentChanges(changes: readonly (Change & Pick<HistoryChange, "from">)[]): HistoryChange[] {
  return changes.map(({ path, before = null, after = null, from }) => ({
    ...{ path, before, after },
    ...(from === undefined ? {} : { from }),
  }));
}
