import { PAGE_SIZE } from "../filters.ts";
import type { ListRow } from "../list-types.ts";
import type { GroupRows, ListGroup, ListGroups, OtherGroups } from "./group-types.ts";

/** A line of the table: the header of a group, one of its rows, or what stands in place of rows. */
export type Line =
  | { kind: "group"; group: ListGroup; isOpen: boolean }
  | { kind: "row"; group: string; row: ListRow }
  | { kind: "loading"; group: string; index: number }
  | { kind: "error"; group: string }
  | { kind: "others"; others: OtherGroups };

/** Where the rows of an open group are among the lines. */
export interface GroupSpan {
  name: string;
  start: number;
  /** The first line after its loaded rows. */
  end: number;
}

export interface GroupLines {
  lines: Line[];
  spans: GroupSpan[];
}

/** A count that is older than the rows may be too small. */
const MIN_LOADING = 8;

/**
 * The lines of a grouped list. Rows that load next have their places kept, as far as the total says, so that what is
 * below does not move when they arrive.
 */
export function linesOf(
  { groups, others }: ListGroups,
  open: ReadonlySet<string>,
  loaded: ReadonlyMap<string, GroupRows>,
): GroupLines {
  const lines: Line[] = [];
  const spans: GroupSpan[] = [];
  for (const group of groups) {
    const { name } = group;
    const isOpen = open.has(name);
    lines.push({ kind: "group", group, isOpen });
    if (!isOpen) continue;
    const list = loaded.get(name);
    const start = lines.length;
    for (const row of list?.rows ?? []) lines.push({ kind: "row", group: name, row });
    spans.push({ name, start, end: lines.length });
    if (list?.error || list?.isStuck) lines.push({ kind: "error", group: name });
    else {
      const count = loadingCount(group, list);
      for (let index = 0; index < count; index++) lines.push({ kind: "loading", group: name, index });
    }
  }
  if (others) lines.push({ kind: "others", others });
  return { lines, spans };
}

function loadingCount({ total }: ListGroup, list: GroupRows | undefined): number {
  if (!list || list.isPending) return Math.min(total, PAGE_SIZE);
  return list.hasMore ? Math.min(Math.max(total - list.rows.length, MIN_LOADING), PAGE_SIZE) : 0;
}

/** The rows of a span that are in view, counted from its first; an empty range if none is. */
export function viewOf({ start, end }: GroupSpan, from: number, to: number): { start: number; end: number } {
  if (start === end || to < start || from >= end) return { start: 1, end: 0 };
  return { start: Math.max(0, from - start), end: Math.min(to, end - 1) - start };
}

/** Whether more rows of a group are needed: it is in view, and its last rows are near. */
export function isNearEnd({ start, end }: GroupSpan, from: number, to: number, ahead: number): boolean {
  // Lines that keep a place come after the loaded rows.
  return to >= start && from <= end + PAGE_SIZE && to >= end - ahead;
}
