import type { LifecycleState } from "@pragma/contract";
import type { ListData } from "./list-types.ts";
import { firstPages, rowsOf } from "./patch-rows.ts";

/** How many of the loaded pages must stay: those up to the last row that is selected. */
export function heldPages({ pages }: ListData, selected: ReadonlySet<string>): number {
  return pages.findLastIndex(({ items }) => items.some(({ key }) => selected.has(key))) + 1;
}

/**
 * The keys of the loaded rows that are selected.
 * @param state those in another one are left out
 */
export function heldKeys(data: ListData, selected: ReadonlySet<string>, state: LifecycleState | null = null): string[] {
  const held = rowsOf(data).filter(({ key }) => selected.has(key));
  return held.flatMap(({ key, lifecycle_state }) => (state === null || lifecycle_state === state ? [key] : []));
}

/**
 * Lets go of pages, so that not all that was ever scrolled through is read again: none if there are only a few, and otherwise all
 * but the first and those that must stay.
 */
export function letGo(data: ListData, selected: ReadonlySet<string>, few: number): ListData {
  const held = heldPages(data, selected);
  return data.pages.length > Math.max(few, held) ? firstPages(data, Math.max(1, held)) : data;
}
