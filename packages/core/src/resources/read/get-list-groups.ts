import { type LifecycleState, type ListGrouping, type ResourceFilter, STATES_BY_URGENCY } from "@pragma/contract";
import { countListGroups, type ListGroupRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** How many groups of a list are told apart: as many headers as somebody still looks through. */
export const MAX_LIST_GROUPS = 100;

/** Resources of a list that have something in common. */
interface ListGroup {
  /** Name of the type, tag, state or set; empty for resources without a tag or set. */
  name: string;
  total: number;
  by_state: Partial<Record<LifecycleState, number>>;
}

export interface ListGroups {
  /** By name, so that none moves while its count changes, and those without a name last; states by urgency. */
  groups: ListGroup[];
  /** All smaller groups; null if there are none. A resource with several tags is counted once for each. */
  others: (Omit<ListGroup, "name"> & { groups: number }) | null;
}

/**
 * The resources that a filter selects in groups, each with its size and states: the 100 largest, and what the others
 * have in all. A resource with several tags is in the group of each of them, as in mail with labels: whoever opens a tag
 * expects everything that has it, so the totals of tags may add up to more than there are resources. Counting reads all
 * that match, so the answer is shared by all who ask ({@link SharedAnswers}).
 */
export async function getListGroups(
  core: Core,
  { organizationId }: RequestContext,
  filter: ResourceFilter,
  by: ListGrouping,
): Promise<ListGroups> {
  const rows = await core.services.listGroups.get(`${organizationId} ${by} ${JSON.stringify(filter)}`, () =>
    core.reading(organizationId, (reader) =>
      countListGroups(reader.db.tenant(organizationId), filter, by, MAX_LIST_GROUPS),
    ),
  );
  return presentGroups(rows, by);
}

function presentGroups(rows: readonly ListGroupRow[], by: ListGrouping): ListGroups {
  const byName = Map.groupBy(rows, ({ name }) => name);
  const groups = [...byName].flatMap(([name, own]) => (name === null ? [] : [{ name, ...countsOf(own) }]));
  const smaller = byName.get(null);
  const all = rows[0]?.groups ?? 0;
  return {
    groups: groups.sort((one, other) => compareNames(one.name, other.name, by)),
    others: smaller ? { groups: all - groups.length, ...countsOf(smaller) } : null,
  };
}

function countsOf(rows: readonly ListGroupRow[]): Omit<ListGroup, "name"> {
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    by_state: Object.fromEntries(rows.map(({ lifecycle_state, count }) => [lifecycle_state, count])),
  };
}

function compareNames(one: string, other: string, by: ListGrouping): number {
  const states: readonly string[] = STATES_BY_URGENCY;
  if (by === "state") return states.indexOf(one) - states.indexOf(other);
  if (one === "" || other === "") return one === "" ? 1 : -1;
  return one < other ? -1 : 1;
}
