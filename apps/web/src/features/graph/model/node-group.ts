import type { LifecycleState } from "@pragma/contract";
import type { ModelNode } from "./graph-model.ts";

/** Criteria for groups of a large graph's resources. */
export const GROUPINGS = ["type", "tag", "set"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Resources that are drawn as one node. */
export interface NodeGroup {
  /** Its criterion; `others` are all smaller groups, a `chain` is one of resources that each need the next. */
  kind: Grouping | "others" | "chain";
  /** The name that opens it; null for one that cannot be opened. */
  name: string | null;
  total: number;
  by_state: Partial<Record<LifecycleState, number>>;
  /** Those that are known: of a chain. */
  members: readonly ModelNode[];
}

/** States in order of urgency. */
const WORST_FIRST = ["failed", "processing", "pending", "draft", "ready"] as const satisfies LifecycleState[];

/** The state that a group is shown in: that of the member that most needs a look. */
export function worstState({ by_state }: Pick<NodeGroup, "by_state">): LifecycleState {
  return WORST_FIRST.find((state) => (by_state[state] ?? 0) > 0) ?? "ready";
}

/** How many of a group are in which state, such as `2 failed, 10 ready`. */
export function stateWords({ by_state }: Pick<NodeGroup, "by_state">): string {
  return WORST_FIRST.flatMap((state) => {
    const count = by_state[state] ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${state}`];
  }).join(", ");
}
