import { isDescending, type ListSort, type SortField, sortField } from "@pragma/contract";
import type { StatementWriter } from "../sql/statement-writer.ts";
import type { ListPosition } from "./resource-filter.ts";

/** The position after which a page of a sorted list continues. */
export interface SortedPosition extends ListPosition {
  /** The state or the time that the list is sorted by; undefined if it is sorted by parts of the key. */
  value?: string | undefined;
}

interface Order {
  /** The time that comes first. */
  value?: "created_at" | "updated_at";
  /** Then the parts of the key: no two resources compare equal. */
  parts: readonly (keyof ListPosition)[];
}

/** An order that one statement can follow. That by state takes one for each state. */
export type PlainSort = Exclude<ListSort, "state" | "-state">;

const BY_NAME = ["name", "provider", "resource"] as const;
const BY_TYPE = ["provider", "resource", "name"] as const;

const ORDERS: Record<Exclude<SortField, "state">, Order> = {
  name: { parts: BY_NAME },
  type: { parts: BY_TYPE },
  created: { value: "created_at", parts: BY_NAME },
  updated: { value: "updated_at", parts: BY_NAME },
};

function orderOf(sort: PlainSort): Order {
  return ORDERS[sortField(sort) as keyof typeof ORDERS];
}

export function isByState(sort: ListSort): sort is "state" | "-state" {
  return sortField(sort) === "state";
}

/** The column whose value a position in this order has to contain. */
export function valueColumn(sort: ListSort): "lifecycle_state" | "created_at" | "updated_at" | undefined {
  return isByState(sort) ? "lifecycle_state" : orderOf(sort as PlainSort).value;
}

/** SQL for `ORDER BY`. All parts have one direction, so that positions compare as rows. */
export function orderBy(sort: PlainSort): string {
  const direction = isDescending(sort) ? " DESC" : "";
  return terms(sort)
    .map((term) => `${term}${direction}`)
    .join(", ");
}

/** The condition of rows after a position. */
export function afterPosition(writer: StatementWriter, sort: PlainSort, position: SortedPosition): string {
  const { value, parts } = orderOf(sort);
  const operator = isDescending(sort) ? "<" : ">";
  const first = value ? [writer.value(position.value ?? null, "timestamptz")] : [];
  const rest = parts.map((part) => writer.value(position[part], "text"));
  const [leading = "", ...others] = terms(sort);
  // The index on provider and name would find what comes after a provider, and read each of those rows.
  const unindexed = parts === BY_TYPE ? `${leading} || ''` : leading;
  return `(${[unindexed, ...others].join(", ")}) ${operator} (${[...first, ...rest].join(", ")})`;
}

function terms(sort: PlainSort): string[] {
  const { value, parts } = orderOf(sort);
  return [...(value ? [value] : []), ...parts].map((column) => `r.${column}`);
}
