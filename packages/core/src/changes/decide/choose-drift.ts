import { type ApplyInput, isInFlight, type JsonObject, resourceId } from "@pragma/contract";
import type { Change } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isObserved } from "../../resources/apply/kept-fields.ts";
import type { ApplyOptions, ApplyStart } from "../../resources/apply/prepare-apply.ts";
import { acceptedConfig } from "../../resources/drift/accepted-config.ts";
import type { DriftFinding } from "../../resources/drift/finding.ts";
import { revertingChanges } from "../../resources/drift/reverting-changes.ts";
import { placesOfConfig, sealFound } from "../../resources/drift/with-found.ts";
import { checkReapplicable } from "../../resources/recover/check-reapplicable.ts";
import { readRefs } from "../../resources/references/refs.ts";
import type { ChosenDrift } from "../request/change-request.ts";
import { CREATED_ANEW } from "./restore.ts";

/** How a choice about drift is applied. */
export interface ChosenApply extends Pick<ApplyOptions, "again" | "repairs" | "accepted"> {
  input: ApplyInput;
  /** The changes of the real thing, in place of those of what is declared. */
  told?: readonly Change[];
  warnings: readonly string[];
}

/**
 * How a document decides what a check found: by the declared config once more, which repairs the thing, or by declaring what was
 * found. What is only observed is looked at again.
 * @throws DomainError conflict without a finding, or if nothing of it may be sent, or declared; change_in_flight; validation_failed
 *   for what cannot be declared
 */
export function chooseDrift(
  core: Core,
  { organizationId }: RequestContext,
  { existing, types }: ApplyStart,
  input: ApplyInput,
  { choice, finding }: ChosenDrift & { finding: DriftFinding | undefined },
): ChosenApply {
  const id = existing?.id ?? resourceId(input);
  if (!existing) throw new DomainError("conflict", `${id} does not exist`);
  checkReapplicable(existing, { joins: true, decidesDrift: true });
  if (isInFlight(existing.lifecycle_state)) {
    const { lifecycle_state: state } = existing;
    throw new DomainError("change_in_flight", `${id} is ${state}: its drift is decided once that has ended`);
  }
  if (!finding) throw new DomainError("conflict", `${id} has no drift: nothing was found that differs`);
  const again = { input: { ...input, dependencies: readRefs(existing.dependencies) }, again: true as const };
  if (isObserved(existing)) {
    return { ...again, warnings: [`${id} is only observed: it is looked at again, and nothing is changed`] };
  }
  const box = core.services.keyring.box(organizationId);
  const type = types.find(existing.provider, existing.resource);
  const isMissing = finding.found === "missing";
  if (choice === "revert") {
    // Nothing of what is missing was found, and all of it is created.
    const told = isMissing ? [] : revertingChanges(existing, finding, type, box);
    return { ...again, repairs: true, told, warnings: isMissing ? [CREATED_ANEW] : [] };
  }
  if (isMissing) {
    throw new DomainError("conflict", `${id} is missing, and nothing can be declared of it: revert that, or delete it`);
  }
  const places = placesOfConfig(finding.changes);
  if (places.length === 0) return { ...again, warnings: ["Only outputs differ: its provider is asked for them"] };
  const { config, found } = acceptedConfig(
    {
      declared: JSON.parse(existing.config) as JsonObject,
      applied: JSON.parse(existing.applied_config ?? "{}") as JsonObject,
      places,
      stringReferences: type?.stringReferences ?? true,
    },
    box,
  );
  return { ...again, accepted: { config, found: sealFound(found, type, box) }, warnings: [] };
}

/**
 * The refusal of a config that declares what was found, in words that say what to do instead: a provider may find no more than that
 * something differs, and nobody has written the value that is refused. Returns every other error as it is.
 */
export function whyUndeclarable(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== "validation_failed") return error;
  if (!error.issues.every(({ loc }) => loc[1] === "config")) return error;
  const message = `What was found cannot be declared: ${error.message}. Revert it instead`;
  return new DomainError(error.code, message, error.facts, error.issues);
}
