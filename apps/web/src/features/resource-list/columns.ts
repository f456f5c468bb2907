import type { SortField } from "@pragma/contract";

/** Columns that can be left out; state and name cannot. In the order of the table. */
export const OPTIONAL_COLUMNS = ["type", "tags", "set", "created", "updated", "notes"] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export interface Column {
  id: "state" | "name" | OptionalColumn;
  label: string;
  /** What a click on its head sorts by. */
  field?: SortField;
  /** Its width. */
  track: string;
  /** Only where there is much room. */
  isWide?: true;
}

const COLUMNS: readonly Column[] = [
  { id: "state", label: "State", field: "state", track: "7.5rem" },
  { id: "name", label: "Name", field: "name", track: "minmax(0,2fr)" },
  { id: "type", label: "Type", field: "type", track: "minmax(0,1.5fr)" },
  { id: "tags", label: "Tags", track: "minmax(0,1.4fr)", isWide: true },
  { id: "set", label: "Set", track: "minmax(0,1fr)", isWide: true },
  { id: "created", label: "Created", field: "created", track: "5.5rem", isWide: true },
  { id: "updated", label: "Updated", field: "updated", track: "5.5rem" },
  { id: "notes", label: "Notes", track: "minmax(0,1.9fr)" },
];

/** The columns of the table, given those that are chosen. */
export function shownColumns(chosen: readonly OptionalColumn[]): readonly Column[] {
  return COLUMNS.filter(({ id }) => id === "state" || id === "name" || chosen.includes(id));
}

export function columnLabel(id: OptionalColumn): string {
  return COLUMNS.find((column) => column.id === id)?.label ?? id;
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
