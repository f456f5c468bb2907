import type { SortField } from "@pragma/contract";
import type { ListRow } from "./list-types.ts";

/** The column that shows each field of a row; null where none does. A field that is missing here does not compile. */
const COLUMN_OF = {
  id: null,
  key: null,
  place: null,
  lifecycle_state: "state",
  name: "name",
  provider: "type",
  resource: "type",
  tags: "tags",
  drift: "notes",
  set: "set",
  created_at: "created",
  updated_at: "updated",
  error: "notes",
  stale: "notes",
  deleting: "notes",
  waits_for: "notes",
  next_attempt_at: "notes",
  generation: null,
} as const satisfies Record<keyof ListRow, string | null>;

export type ColumnId = NonNullable<(typeof COLUMN_OF)[keyof ListRow]>;
/** Columns that can be left out. */
export type OptionalColumn = Exclude<ColumnId, "state" | "name">;

export interface Column {
  id: ColumnId;
  label: string;
  /** The field that a click on its head sorts by. */
  field?: SortField;
  /** Its width. */
  track: string;
  /** Only where there is much room. */
  isWide?: true;
}

/** In the order of the table. A column that is missing here does not compile. */
const COLUMNS: Record<ColumnId, Omit<Column, "id">> = {
  state: { label: "State", field: "state", track: "7.5rem" },
  name: { label: "Name", field: "name", track: "minmax(0,2fr)" },
  type: { label: "Type", field: "type", track: "minmax(0,1.5fr)" },
  tags: { label: "Tags", track: "minmax(0,1.4fr)", isWide: true },
  set: { label: "Set", track: "minmax(0,1fr)", isWide: true },
  created: { label: "Created", field: "created", track: "5.5rem", isWide: true },
  updated: { label: "Updated", field: "updated", track: "5.5rem" },
  notes: { label: "Notes", track: "minmax(0,1.9fr)" },
};

export const COLUMN_IDS = Object.keys(COLUMNS) as ColumnId[];
export const OPTIONAL_COLUMNS = COLUMN_IDS.filter((id): id is OptionalColumn => id !== "state" && id !== "name");

/** The columns of the table, given those that are chosen. */
export function shownColumns(chosen: readonly OptionalColumn[]): readonly Column[] {
  return COLUMN_IDS.filter((id) => id === "state" || id === "name" || chosen.includes(id)).map((id) => ({
    id,
    ...COLUMNS[id],
  }));
}

export function columnLabel(id: OptionalColumn): string {
  return COLUMNS[id].label;
}

/** The same tracks for the head and each row, which `gridStyle` sets. The table's own width decides, not the window's. */
export const GRID =
  "grid grid-cols-[2.75rem_minmax(0,1fr)_auto] @2xl:grid-cols-(--list-tracks) @4xl:grid-cols-(--list-wide-tracks)";

export function gridStyle(columns: readonly Column[]): Record<string, string> {
  const tracks = (shown: readonly Column[]): string => ["2.75rem", ...shown.map(({ track }) => track)].join(" ");
  return {
    "--list-tracks": tracks(columns.filter(({ isWide }) => !isWide)),
    "--list-wide-tracks": tracks(columns),
  };
}
