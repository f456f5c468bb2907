import type { SortField } from "@pragma/contract";

/** All rows have the same height, so that thousands need not be measured; cards on narrow screens included. */
export const ROW_HEIGHT = 52;

/** The same tracks for the head and each row. The table's own width decides, not the window's. */
export const GRID =
  "grid grid-cols-[2.75rem_minmax(0,1fr)_auto] @2xl:grid-cols-[2.75rem_7.5rem_minmax(0,2fr)_minmax(0,1.4fr)_5.5rem_minmax(0,1.5fr)] @4xl:grid-cols-[2.75rem_7.5rem_minmax(0,2fr)_minmax(0,1.3fr)_minmax(0,1.4fr)_5.5rem_minmax(0,1.6fr)]";

/** Columns, with what a click on their heads sorts by. */
export const COLUMNS = [
  { label: "State", field: "state" },
  { label: "Name", field: "name" },
  { label: "Type", field: "type" },
  { label: "Tags" },
  { label: "Updated", field: "updated" },
  { label: "Notes" },
] as const satisfies readonly { label: string; field?: SortField }[];
