import { createSerializer } from "nuqs/server";
import { FILTER_PARSERS, type ListFilters, loadFilters } from "../filters.ts";

const serialize = createSerializer(FILTER_PARSERS);

/** The query of a view: filters and order as in the address, without the `?`. */
export function queryOf(filters: ListFilters): string {
  return serialize(filters).replace(/^\?/, "");
}

/** Whether the list no longer shows what the view keeps. */
export function isChanged(view: { query: string }, filters: ListFilters): boolean {
  return queryOf(loadFilters(`?${view.query}`)) !== queryOf(filters);
}

/** The address of the list as a view shows it, within the organization. */
export function viewHref({ id, query }: { id: string; query: string }): string {
  return `/resources?${query === "" ? "" : `${query}&`}view=${id}`;
}

/** The short address of a view: it shows what the view keeps by then. */
export function viewLink({ id }: { id: string }): string {
  return `/resources?view=${id}`;
}
