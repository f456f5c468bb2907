import { type ChangePreview, type ChangePreviewInput, PREVIEWED_ACTIONS } from "@pragma/contract";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { decideChange } from "../decide/decide-change.ts";
import type { DecidedAction, DecidedChange } from "../decide/decision.ts";
import { presentDecided } from "../present/present-change.ts";
import { readRequest } from "../request/read-request.ts";
import { basisToken } from "./basis-token.ts";

/**
 * Previews a change, as planning it would decide. Nothing is stored, and nothing is audited.
 * @throws DomainError validation_failed, payload_too_large
 */
export async function previewChange(
  core: Core,
  context: RequestContext,
  input: ChangePreviewInput,
): Promise<ChangePreview> {
  const { request, issues } = readRequest(input);
  return previewOf(core, context, await decideChange(core, context, request, issues));
}

/** A decision as it is shown before anybody agrees to it. */
export function previewOf(core: Core, { organizationId }: RequestContext, decided: DecidedChange): ChangePreview {
  const { actions, counts, busy } = decided;
  return {
    counts,
    busy: [...busy],
    actions: shownOf(actions).map(presentDecided),
    truncated: actions.length > PREVIEWED_ACTIONS,
    basis: basisToken(core, organizationId, decided),
  };
}

/** As many as are shown: of too many, first those that are refused, since nothing goes on with them. */
function shownOf(actions: readonly DecidedAction[]): readonly DecidedAction[] {
  if (actions.length <= PREVIEWED_ACTIONS) return actions;
  const isRefused = ({ action }: DecidedAction): boolean => action === "refuse";
  const others = actions.filter((action) => !isRefused(action));
  const shown = new Set([...actions.filter(isRefused), ...others].slice(0, PREVIEWED_ACTIONS));
  return actions.filter((action) => shown.has(action));
}
