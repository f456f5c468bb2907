import type { ListGrouping } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import type { ListRow } from "../list-types.ts";

export type ListGroups = RouterOutputs["resources"]["groups"];
export type ListGroup = ListGroups["groups"][number];
export type OtherGroups = NonNullable<ListGroups["others"]>;

/** The choices of the control. */
export const GROUPING_WORDS: Record<ListGrouping, string> = { type: "Type", tag: "Tag", state: "State", set: "Set" };

/** The loaded rows of an opened group. */
export interface GroupRows {
  rows: readonly ListRow[];
  hasMore: boolean;
  /** See `ResourceRows`. */
  isStuck: boolean;
  isRetrying: boolean;
  isPending: boolean;
  isOld: boolean;
  error: { message: string } | null;
  /** See `ShownWindow`. */
  unseen: readonly string[];
  showUnseen: () => void;
  onView: (start: number, end: number) => void;
  fetchMore: () => void;
  retry: () => void;
}
