import {
  ignoresInputs,
  isDraft,
  isFailed,
  isPending,
  isProcessing,
  isReady,
  LIFECYCLE_STATES,
  type LifecycleState,
} from "@pragma/contract";

/**
 * The predicates of `packages/contract/src/lifecycle.ts` and `core/src/resources/lifecycle` in SQL: conditions on a row of
 * `resources`, by its alias. A test compares the two for every kind of row.
 */

/**
 * Whether a row is in one of the states that satisfy a predicate.
 * @param column other than `lifecycle_state`, such as one of the history
 */
export function inState(
  alias: string,
  predicate: (state: LifecycleState) => boolean,
  column = "lifecycle_state",
): string {
  const name = `${alias}.${column}`;
  const states = LIFECYCLE_STATES.filter(predicate);
  const others = LIFECYCLE_STATES.filter((state) => !states.includes(state));
  if (states.length === 1) return `${name} = '${states[0]}'`;
  if (others.length === 1) return `${name} <> '${others[0]}'`;
  const [operator, listed] = states.length <= others.length ? ["IN", states] : ["NOT IN", others];
  return `${name} ${operator} (${listed.map((state) => `'${state}'`).join(", ")})`;
}

/** A deletion is under way. */
export function isBeingDeleted(alias: string): string {
  return `${alias}.deleting_since IS NOT NULL AND ${inState(alias, (state) => !isFailed(state))}`;
}

/** It stays: nobody deletes it, or its deletion failed. */
export function isStaying(alias: string): string {
  return `${alias}.deleting_since IS NULL OR ${inState(alias, isFailed)}`;
}

/** A changed value of a dependency marks it stale. */
export function takesMarks(alias: string): string {
  return `${inState(alias, (state) => !ignoresInputs(state))} AND ${alias}.deleting_since IS NULL`;
}

/** It is paused, and stays: its dependents keep its last values, whatever is to become of it. */
export function isHeld(alias: string): string {
  return `(${alias}.paused AND ${alias}.deleting_since IS NULL)`;
}

/** Dependents wait for it: it does not exist, is not ready, or is about to be decided itself. */
export function blocksDependents(alias: string): string {
  const held = isHeld(alias);
  return `${alias}.key IS NULL OR NOT ((${inState(alias, isReady)} AND (${alias}.stale_since IS NULL OR ${held}))
       OR (${alias}.provisioned AND (${inState(alias, isDraft)} OR (${inState(alias, isPending)} AND ${held}))))`;
}

/** It names a connection of another provider, which it can never use, and so waits for another one. */
export function usesConnectionOfAnother(alias: string, key: string): string {
  return `(${alias}.connection = ${key} AND split_part(${key}, '/', 1) <> ${alias}.provider)`;
}

/** Its type is needed: it is to be processed, or has been. */
export function needsType(alias: string): string {
  return `${inState(alias, (state) => !isDraft(state))} OR ${alias}.provisioned`;
}

/** It awaits an event that has yet to be handed over, now or once it is resumed. */
export function awaitsHandOver(alias: string): string {
  return `${inState(alias, isPending)} AND ${alias}.pending_event_id IS NOT NULL`;
}

/** It is marked stale, and is decided next, once nothing blocks it. */
export function isToBeDecided(alias: string): string {
  const decidable = inState(alias, (state) => !ignoresInputs(state) && !isProcessing(state));
  return `${alias}.stale_since IS NOT NULL AND ${decidable} AND ${alias}.deleting_since IS NULL`;
}
