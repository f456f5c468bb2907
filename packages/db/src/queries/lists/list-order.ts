import {
  DEFAULT_SORT,
  isDescending,
  type LifecycleState,
  type ListSort,
  type SortField,
  STATES_BY_URGENCY,
  sortField,
} from "@pragma/contract";
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

/** The states in the order in which a list by state has them. */
export function statesInOrder(sort: ListSort): readonly LifecycleState[] {
  return isDescending(sort) ? STATES_BY_URGENCY.toReversed() : STATES_BY_URGENCY;
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

/** The condition of rows that come no later than a position, in any order. No index supports it. */
export function untilPosition(writer: StatementWriter, sort: ListSort, position: SortedPosition): string {
  if (!isByState(sort)) return `NOT ${afterPosition(writer, sort as PlainSort, position)}`;
  const states = statesInOrder(sort);
  const before = states.slice(0, (states as readonly (string | undefined)[]).indexOf(position.value));
  const within = `NOT ${afterPosition(writer, DEFAULT_SORT, position)}`;
  const [earlier, same] = [writer.value(before, "text[]"), writer.value(position.value ?? null, "text")];
  return `(r.lifecycle_state = ANY (${earlier}) OR (r.lifecycle_state = ${same} AND ${within}))`;
}

function terms(sort: PlainSort): string[] {
  const { value, parts } = orderOf(sort);
  return [...(value ? [value] : []), ...parts].map((column) => `r.${column}`);
}
