import { isInFlight, type ResourceDrift } from "@pragma/contract";
import { findResourceAndTypes, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, type ErrorCode, notFound } from "../../foundation/common/errors.ts";
import { canDrift } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import { getResourceDrift } from "../../resources/read/index.ts";
import { askProvider } from "./ask-provider.ts";

const DRIFT_TIMEOUT_MS = 30_000;

/**
 * Has a worker ask the provider what the real thing is like, and record what differs.
 * @param id internal or friendly id
 * @returns what is recorded then. Sensitive values are masked
 * @throws DomainError not_found, also if the type cannot tell; change_in_flight while it is pending or processing;
 *   deletion_in_progress; conflict if it is paused or was never provisioned; provider_timeout after 30 s; provider_failed
 */
export async function checkResourceDrift(
  core: Core,
  context: RequestContext,
  id: string,
  signal?: AbortSignal,
): Promise<ResourceDrift> {
  const { organizationId } = context;
  const { row, typesVersion } = await findResourceAndTypes(core.db.tenant(organizationId), id);
  if (!row) throw notFound("Resource");
  const type = (await core.types.at(organizationId, typesVersion)).find(row.provider, row.resource);
  if (!type || !canDrift(type)) {
    throw new DomainError("not_found", `${row.provider}/${row.resource} has neither read nor observe to check it with`);
  }
  refuseUncheckable(row);
  await waitForCheck(core, context, row.key, signal);
  return getResourceDrift(core, context, row.id);
}

function refuseUncheckable(row: ResourceRow): void {
  const refuse = (code: ErrorCode, why: string): never => {
    const facts = { resource_id: row.id, current_state: row.lifecycle_state };
    throw new DomainError(code, `${row.id} ${why}`, facts);
  };
  if (isLeaving(row)) refuse("deletion_in_progress", "is being deleted: it is not checked any more");
  if (row.paused) refuse("conflict", "is paused: it can be checked once it is resumed");
  if (isInFlight(row.lifecycle_state)) {
    refuse("change_in_flight", `is ${row.lifecycle_state}: it can be checked once it is ready or failed`);
  }
  if (!row.provisioned) refuse("conflict", "was never provisioned: there is nothing to check");
}

/** Waits until the worker has recorded what it found, which it says with one chunk, without the finding. */
async function waitForCheck(
  core: Core,
  context: RequestContext,
  resourceKey: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const question = { about: { resourceKey }, method: "drift" as const, timeoutMs: DRIFT_TIMEOUT_MS };
  let isRecorded = false;
  for await (const _ of askProvider(core, context, question, signal)) isRecorded = true;
  if (!isRecorded) throw new DomainError("provider_failed", `The provider of ${resourceKey} gave no valid answer`);
}
