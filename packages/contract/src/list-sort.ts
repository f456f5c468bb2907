/** Fields that sort the dashboard's list of resources. */
const SORT_FIELDS = ["name", "type", "state", "created", "updated"] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** A field, and the direction: `-` for descending. */
export type ListSort = SortField | `-${SortField}`;
export const LIST_SORTS = SORT_FIELDS.flatMap((field): ListSort[] => [field, `-${field}`]);

export const DEFAULT_SORT = "name" satisfies ListSort;

export function sortField(sort: ListSort): SortField {
  return (sort.startsWith("-") ? sort.slice(1) : sort) as SortField;
}

export function isDescending(sort: ListSort): boolean {
  return sort.startsWith("-");
}
