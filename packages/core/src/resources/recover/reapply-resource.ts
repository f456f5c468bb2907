import { findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { resourceEtag } from "../present/etag.ts";
import { applyOnceMore } from "./apply-once-more.ts";
import { checkReapplicable } from "./check-reapplicable.ts";

/**
 * Applies the config of a ready or failed resource once more, though nothing of it has changed: its provider updates the object,
 * and can put right what somebody changed outside.
 * @param id internal or friendly id
 * @throws DomainError not_found, conflict unless it is ready or failed, or if it is being deleted, precondition_failed if it changes at this moment, and the
 *   refusals of an apply
 */
export async function reapplyResource(core: Core, context: RequestContext, id: string): Promise<ResourceRow> {
  const row = await findResource(core.db.tenant(context.organizationId), id);
  if (!row) throw notFound("Resource");
  checkReapplicable(row);
  return applyOnceMore(core, context, row, resourceEtag(row.version, { revealed: false }));
}
