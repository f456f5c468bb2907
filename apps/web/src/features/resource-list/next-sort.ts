import { isDescending, type ListSort, type SortField, sortField } from "@pragma/contract";

/** The order after a click on a column: the other way round if it is sorted by it already. Times begin with the latest. */
export function nextSort(current: ListSort, field: SortField): ListSort {
  if (sortField(current) === field) return isDescending(current) ? field : `-${field}`;
  return field === "created" || field === "updated" ? `-${field}` : field;
}
