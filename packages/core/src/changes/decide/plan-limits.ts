import { validationError } from "../../common/errors.ts";

/** Time that deciding a plan may take. */
export const PLAN_SECONDS = 30;

/**
 * Ends a plan that takes too long, since its work is bounded by its size alone.
 * @param deadline of `performance.now()`
 * @throws DomainError validation_failed of type `plan_too_large`
 */
export function requireTime(deadline: number): void {
  if (performance.now() <= deadline) return;
  const msg = `Planning took longer than ${PLAN_SECONDS} s: split the change into smaller ones`;
  throw validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
}
