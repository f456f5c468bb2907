import type { LifecycleState } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { isLeaving, isMarked } from "./standing.ts";

/** Columns whose presence depends on the state. */
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
  "succeeded_config",
  "returns_to",
  "next_draft",
] as const satisfies readonly (keyof ResourceRow)[];

/** The columns that describe where a resource is in its life, not what it is (config, references, metadata). */
export type LifecycleRow = Pick<
  ResourceRow,
  | (typeof IMPLIED_COLUMNS)[number]
  | "lifecycle_state"
  | "provisioned"
  | "generation"
  | "observed_generation"
  | "discarded_generation"
>;

/** Whether a column has a value in a state: never, always, or either. */
type Presence = "none" | "some" | "any";

/** The values that a state implies for its row. */
export interface StateRule extends Readonly<Record<(typeof IMPLIED_COLUMNS)[number], Presence>> {
  /** The object exists; with "any", it may or may not. */
  readonly provisioned: true | "any";
  /** The last result belongs to the current generation of the config. */
  readonly observed: "current" | "any";
}

/**
 * Which columns each state implies. This is the only place that defines it: `enter` writes the consequences, and the
 * tests check every transition, and every sequence of them, against it.
 */
export const STATES: Readonly<Record<LifecycleState, StateRule>> = {
  // It awaits nothing, has no error, and ignores changes of its inputs.
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
    succeeded_config: "any",
    returns_to: "any",
    next_draft: "none",
    provisioned: "any",
    observed: "any",
  },
  // Between attempts it carries the previous error, and its config may have been handed over already.
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
    succeeded_config: "any",
    returns_to: "any",
    next_draft: "any",
    provisioned: "any",
    observed: "any",
  },
  // The error is still the previous attempt's. It may be marked stale while its handler runs.
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
    succeeded_config: "any",
    returns_to: "any",
    next_draft: "any",
    provisioned: "any",
    observed: "any",
  },
  // The object matches the config. A deletion never ends in this state.
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
    succeeded_config: "none",
    returns_to: "none",
    next_draft: "none",
    provisioned: true,
    observed: "current",
  },
  // A failed deletion keeps the time of its first request. Its config may be detached from others meanwhile.
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
    succeeded_config: "any",
    returns_to: "any",
    next_draft: "any",
    provisioned: "any",
    observed: "any",
  },
};

/** How a row violates the table, one sentence each; empty if it matches its state. */
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
  if (isLeaving(row) && isMarked(row)) found.push("what is being deleted is marked stale");
  if ((row.succeeded_config === null) !== (row.returns_to === null))
    found.push("half of what a draft returns to is kept");
  if (row.error_facts !== null && row.error === null) found.push("there are facts about no error");
  return found;
}
