import { type ApplyInput, applyInputSchema, CONNECTION_TYPE, type Json, parseKey, resourceKey } from "@pragma/contract";
import { needs, removeSubResourceDrop } from "@pragma/db/queries";
import { hideSealedKeys, withName } from "@pragma/language";
import { applierContext } from "../../foundation/callers/applier-context.ts";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { handlerCancelled, isAwaited } from "../../resources/apply/apply-refusal.ts";
import { applyResource } from "../../resources/apply/apply-resource.ts";
import { asPartOf } from "../../resources/apply/as-part-of.ts";
import { readDesiredState } from "../../resources/apply/desired-state.ts";
import { type ApplyStart, readForApply } from "../../resources/apply/prepare-apply.ts";
import type { Claim } from "../reconcile/claim.ts";
import { claimSecrets } from "../reconcile/claim-secrets.ts";
import { type SubResourceState, tellState } from "./sub-resource-state.ts";

/** The resource that a handler applies. Not validated yet: it comes from a provider. */
export interface SubResource {
  provider: string;
  resource: string;
  name: string;
  config: Json;
  depends_on?: string[] | undefined;
  tags?: string[] | undefined;
  /** Name or key of its connection, null for none. Left out, a new one of the same provider takes that of the handler's resource. */
  connection?: string | null | undefined;
}

/**
 * Applies a resource for the handler of a claimed event: as pending, owned by the handler's own resource, and on behalf
 * of that resource's last applier.
 * @throws DomainError as `applyResource` does; missing_scope; bad_request for one that exists and has another owner,
 *   for one that needs its owner, which cannot be ready before it, and once the event was cancelled
 */
export async function applySubResource(
  core: Core,
  claim: Claim,
  resource: SubResource,
): Promise<{ key: string; state: SubResourceState }> {
  const context = applierContext({ ...claim, appliedBy: claim.resource.applied_by });
  if (!context.scopes.has("resources:write")) {
    throw new DomainError("missing_scope", `Who applied ${claim.key} may not apply resources`);
  }
  const owner = parseKey(claim.key);
  const asked = { ...resource, owner_references: [owner], lifecycle_state: "pending" };
  const parsed = applyInputSchema.safeParse(asked);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => withName(path.join("."), message));
    throw new DomainError("validation_failed", faults.join("; "));
  }
  const input = parsed.data;
  const key = resourceKey(input);
  const secrets = claimSecrets(core, claim);
  const tenant = core.db.tenant(claim.organizationId);
  const [isWanted, start] = await Promise.all([
    isAwaited(tenant, claim),
    readForApply(core, claim.organizationId, input),
  ]);
  if (!isWanted) throw handlerCancelled(claim);
  asPartOf(claim.key, input, start.existing);
  if (!start.existing && input.provider === claim.resource.provider) input.connection = inherited(input, claim);
  await refuseNeedOfOwner(core, claim, input, start);
  // If an earlier event dropped it, it stays after all; if its drop is running right now, this waits for it.
  await removeSubResourceDrop(tenant, key);
  const onBehalfOf = { key: claim.key, eventId: claim.eventId };
  const row = await applyResource(core, context, input, { secrets, onBehalfOf }).catch((error: unknown) => {
    throw withoutSealedKeys(error, start, input);
  });
  return { key, state: tellState(core, claim, row) };
}

/** The connection of a new sub-resource that names none. */
function inherited({ connection, resource }: ApplyInput, claim: Claim): ApplyInput["connection"] {
  if (connection !== undefined || resource === CONNECTION_TYPE) return connection;
  return claim.resource.connection;
}

/** The error in a form that may become the owner's, which others can see than the sender of the config. */
function withoutSealedKeys(error: unknown, { types }: ApplyStart, { provider, resource, config }: ApplyInput): unknown {
  const type = types.find(provider, resource);
  if (!(error instanceof DomainError) || error.code !== "validation_failed" || !type) return error;
  const shown = error.issues.map((issue) =>
    hideSealedKeys(issue, ["body", "config"], type.annotations, config as Json),
  );
  return shown.length === 0 ? error : validationError(shown, error.facts);
}

/** The owner is being processed, and becomes ready only after the handler has ended. */
async function refuseNeedOfOwner(
  core: Core,
  claim: Claim,
  input: ApplyInput,
  { existing, types }: ApplyStart,
): Promise<void> {
  const { organizationId } = claim;
  const type = types.find(input.provider, input.resource);
  const { dependencies } = readDesiredState(input, existing, type, core.services.keyring.box(organizationId));
  for (const dependency of dependencies.map(resourceKey)) {
    if (await needs(core.db.tenant(organizationId), dependency, claim.key)) {
      throw new DomainError("bad_request", `${resourceKey(input)} needs ${claim.key}, which is not ready before it`);
    }
  }
}
