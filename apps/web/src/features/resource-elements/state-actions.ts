import { isBetweenAttempts, isCancellable, isRetryable, onlyEditHelps, type Resource } from "@pragma/contract";
import { canBeApplied, isDeleting } from "./resource-facts.ts";

/** Something that a resource's state allows. */
export interface StateAction {
  kind: "apply" | "retry" | "withdraw" | "cancel";
  label: string;
  /** It is what to do next. */
  isPrimary: boolean;
}

/** Actions on a resource in its state, the most useful first. */
export function stateActionsOf(resource: Resource): StateAction[] {
  const { lifecycle_state: state, error } = resource;
  const isRetryFirst = !onlyEditHelps(resource);
  const deleting = isDeleting(resource);
  const actions: (StateAction | false)[] = [
    canBeApplied(resource) && !deleting && { kind: "apply", label: "Apply…", isPrimary: true },
    isRetryable(state) && { kind: "retry", label: deleting ? "Retry deletion" : "Retry", isPrimary: isRetryFirst },
    isBetweenAttempts(state, error) && { kind: "retry", label: "Retry now", isPrimary: false },
    deleting && isRetryable(state) && { kind: "withdraw", label: "Withdraw deletion", isPrimary: false },
    isCancellable(state) && { kind: "cancel", label: "Cancel", isPrimary: false },
  ];
  return actions.filter((action) => action !== false);
}
