import type { LifecycleState } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";

/** Columns that a state says of whether they have a value. */
export const IMPLIED_COLUMNS = [
  "pending_event_id",
  "error",
  "error_facts",
  "stale_since",
  "deleting_since",
  "resolved_config",
  "handed_config",
  "applied_config",
  "outputs",
  "running_dependencies",
] as const satisfies readonly (keyof ResourceRow)[];

/** The columns that say where a resource stands in its life. What it is (config, references, metadata) is not among them. */
export type LifecycleRow = Pick<
  ResourceRow,
  (typeof IMPLIED_COLUMNS)[number] | "lifecycle_state" | "provisioned" | "generation" | "observed_generation"
>;

/** Whether a column has a value in a state: never, always, or as it comes. */
type Presence = "none" | "some" | "any";

/** What a state says about its row. */
export interface StateRule extends Readonly<Record<(typeof IMPLIED_COLUMNS)[number], Presence>> {
  /** The object exists; otherwise it may or may not. */
  readonly provisioned: true | "any";
  /** The last result is one of the config that is wanted now. */
  readonly observed: "current" | "any";
}

/**
 * Which columns each state implies. This is the one place that says so: `enter` writes what follows from it, and the
 * tests hold every transition, and every sequence of them, against it.
 */
export const STATES: Readonly<Record<LifecycleState, StateRule>> = {
  // Nothing is awaited of it, nothing went wrong with it, and changes of its inputs leave it alone.
  draft: {
    pending_event_id: "none",
    error: "none",
    error_facts: "none",
    stale_since: "none",
    deleting_since: "none",
    resolved_config: "none",
    handed_config: "any",
    applied_config: "any",
    outputs: "any",
    running_dependencies: "any",
    provisioned: "any",
    observed: "any",
  },
  // Between attempts it has the error of the one before, and may have been handed over with its config already.
  pending: {
    pending_event_id: "some",
    error: "any",
    error_facts: "none",
    stale_since: "any",
    deleting_since: "any",
    resolved_config: "any",
    handed_config: "any",
    applied_config: "any",
    outputs: "any",
    running_dependencies: "any",
    provisioned: "any",
    observed: "any",
  },
  // The error is still that of the attempt before. It may be marked while its handler runs.
  processing: {
    pending_event_id: "some",
    error: "any",
    error_facts: "none",
    stale_since: "any",
    deleting_since: "any",
    resolved_config: "any",
    handed_config: "some",
    applied_config: "any",
    outputs: "any",
    running_dependencies: "any",
    provisioned: "any",
    observed: "any",
  },
  // What is wanted is what is there. A deletion never ends in it.
  ready: {
    pending_event_id: "none",
    error: "none",
    error_facts: "none",
    stale_since: "any",
    deleting_since: "none",
    resolved_config: "some",
    handed_config: "some",
    applied_config: "some",
    outputs: "some",
    running_dependencies: "none",
    provisioned: true,
    observed: "current",
  },
  // A deletion that failed keeps the time since when it was wanted. Its config may be detached from others meanwhile.
  failed: {
    pending_event_id: "none",
    error: "some",
    error_facts: "any",
    stale_since: "any",
    deleting_since: "any",
    resolved_config: "any",
    handed_config: "any",
    applied_config: "any",
    outputs: "any",
    running_dependencies: "any",
    provisioned: "any",
    observed: "any",
  },
};

/** How a row breaks the table, one sentence each; none if it is as its state says. */
export function violations(row: LifecycleRow): string[] {
  const state = row.lifecycle_state;
  const rule = STATES[state];
  const found: string[] = [];
  for (const column of IMPLIED_COLUMNS) {
    const presence = row[column] === null ? "none" : "some";
    if (rule[column] !== "any" && rule[column] !== presence) found.push(`${state} has ${presence} of ${column}`);
  }
  if (rule.provisioned === true && !row.provisioned) found.push(`${state} is not provisioned`);
  if (rule.observed === "current" && row.observed_generation !== row.generation) {
    found.push(`${state} has observed ${row.observed_generation} of generation ${row.generation}`);
  }
  if (row.observed_generation > row.generation) found.push("a generation was observed that nobody asked for");
  if (row.deleting_since !== null && row.stale_since !== null) found.push("what is being deleted is marked stale");
  if (row.error_facts !== null && row.error === null) found.push("there are facts about no error");
  return found;
}
