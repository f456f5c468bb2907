import type { Facts } from "./facts.ts";

/** Events that were to take over what is there. */
export function adoptingEvents({ changes }: Pick<Facts, "changes">): Set<string> {
  const actions = changes.flatMap((change) => change.actions).filter(({ action }) => action === "adopt");
  return new Set(actions.flatMap(({ eventId }) => eventId ?? []));
}

/** The change that a plan undoes, if it was made to undo one. @param id of the plan */
export function revertedBy(id: string, requests: Facts["requests"]): string | undefined {
  const revert = requests.find(({ operation: { kind }, answer }) => {
    return kind === "change-revert" && (answer as { id?: unknown } | null)?.id === id;
  });
  return revert?.operation.kind === "change-revert" ? revert.operation.id : undefined;
}
