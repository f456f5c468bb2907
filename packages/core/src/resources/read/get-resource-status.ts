import type { ResourceStatus } from "@pragma/contract";
import { findPresented } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * The state of a resource, for polling.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function getResourceStatus(core: Core, context: RequestContext, id: string): Promise<ResourceStatus> {
  const row = await findPresented(core.db.tenant(context.organizationId), id);
  if (!row) throw notFound("Resource");
  return { resource_id: row.id, lifecycle_state: row.lifecycle_state, error: row.error };
}
