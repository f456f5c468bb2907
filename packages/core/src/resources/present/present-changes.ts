import type { FieldChange } from "@pragma/contract";
import type { Change } from "@pragma/language";

/** Changes as clients see them: an absent side is null. */
export function presentChanges(changes: readonly Change[]): FieldChange[] {
  return changes.map(({ path, before = null, after = null }) => ({ path, before, after }));
}
