import { findPresented } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireScope } from "../../identity/access/index.ts";
import { type PresentedResource, presentResource } from "../present/present-resource.ts";

/**
 * One resource as clients see it.
 * @param id internal or friendly id
 * @param reveal shows sensitive values: needs `secrets:reveal`, and is audited
 * @throws DomainError not_found, missing_scope
 */
export async function getResource(
  core: Core,
  context: RequestContext,
  id: string,
  { reveal = false }: { reveal?: boolean } = {},
): Promise<PresentedResource> {
  if (reveal) requireScope(context, "secrets:reveal");
  const row = await findPresented(core.db.tenant(context.organizationId), id);
  if (!row) throw notFound("Resource");
  if (reveal)
    await recordAudit(core.db, context, { action: "resource.reveal", target: row.id, outcome: "success", details: {} });
  return presentResource(core, context.organizationId, row, { reveal });
}
