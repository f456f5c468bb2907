import type { Effects } from "@pragma/db/queries";
import type { Change } from "../states/transition.ts";

/**
 * The success of a config and the staging of the draft that waited for it, as one step: nobody sees one without the other.
 * @param staging decided on the resource as it is after the success
 */
export function stageNext(success: Change, staging: Change): Change {
  const { edges, audit, alsoAudited, types, history = [] } = staging.effects;
  const { endRunning, ...effects } = success.effects;
  const next: Effects = {
    ...effects,
    ...(audit && { audit }),
    ...(alsoAudited && { alsoAudited }),
    ...(types && { types }),
    history: [...(effects.history ?? []), ...history],
    // These are all that are left: the ones that it ran with until now go with the rest.
    ...(edges ? { edges } : endRunning && { endRunning }),
  };
  // A draft ignores changes of its inputs, also those that came while the config before it ran.
  return { patch: { ...success.patch, ...staging.patch, next_draft: null, stale_since: null }, effects: next };
}

/** A success whose draft cannot be staged any more: its action and its history say why. */
export function withoutNext(success: Change, why: string): Change {
  const { action, history = [] } = success.effects;
  const error = `It succeeded, but its draft is not staged: ${why}`;
  return {
    patch: { ...success.patch, next_draft: null },
    effects: {
      ...success.effects,
      history: history.map((entry) => ({ ...entry, error })),
      ...(action && action.state !== "open" ? { action: { ...action, state: "failed", error } } : {}),
    },
  };
}
