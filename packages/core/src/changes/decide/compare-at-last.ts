import type { Basis, DecidedAction, DecidedChange } from "./decision.ts";

/** A plan that was decided again by somebody who may compare secrets. */
export interface LastDecision {
  decided: DecidedChange;
  /** Keys of documents with secrets that the plan did not compare: what the plan says of them is replaced. */
  compared: ReadonlySet<string>;
}

/**
 * A decision about a plan with all that the plan left uncompared: what differs has an action of its own by now; the rest has
 * nothing to do, which is shown and not counted as unchanged.
 */
export function withCompared(decided: DecidedChange, { uncompared = {} }: Basis): LastDecision {
  const compared = new Set(Object.keys(uncompared));
  const acting = new Set(decided.actions.map(({ key }) => key));
  const equal = decided.documents.filter(({ key }) => compared.has(key) && !acting.has(key));
  const actions = equal.map(({ key, id, index }): DecidedAction => {
    const because = { kind: "declared" as const };
    return { key, id, document: index, action: "uncompared", because, changes: [], issues: [], warnings: [], wave: 0 };
  });
  const { counts } = decided;
  return {
    decided: {
      ...decided,
      actions: [...decided.actions, ...actions],
      counts: {
        ...counts,
        unchanged: counts.unchanged - equal.length,
        uncompared: counts.uncompared + equal.length,
      },
    },
    compared,
  };
}
