import { DEFAULT_HANDLING, type ResourceDrift } from "@pragma/contract";
import { type DriftRow, findDrift } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { canDrift } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireScope } from "../../identity/access/index.ts";
import { storedHandling } from "../apply/kept-fields.ts";
import { isLeaving } from "../lifecycle/index.ts";
import { presentDriftChanges } from "../present/present-drift.ts";

/**
 * How the real thing differs from what is declared, as the last check found it. Checks nothing.
 * @param id internal or friendly id
 * @param reveal shows sensitive values: needs `secrets:reveal`, and is audited
 * @throws DomainError not_found, missing_scope
 */
export async function getResourceDrift(
  core: Core,
  context: RequestContext,
  id: string,
  { reveal = false }: { reveal?: boolean } = {},
): Promise<ResourceDrift> {
  const { organizationId } = context;
  if (reveal) requireScope(context, "secrets:reveal");
  const row = await findDrift(core.db.tenant(organizationId), id);
  if (!row) throw notFound("Resource");
  if (reveal) {
    await recordAudit(core.db, context, { action: "resource.reveal", target: row.id, outcome: "success", details: {} });
  }
  return {
    status: row.drift,
    checked_at: row.checked_at,
    due_at: (await isChecked(core, organizationId, row)) ? row.due_at : null,
    error: row.error,
    changes: presentDriftChanges(row, reveal ? core.services.keyring.box(organizationId) : undefined),
  };
}

/** Whether checks of it come by themselves. */
async function isChecked(core: Core, organizationId: string, row: DriftRow): Promise<boolean> {
  if (!row.provisioned || row.paused || isLeaving(row) || row.check_every === 0) return false;
  if ((storedHandling(row) ?? DEFAULT_HANDLING).drift === "off") return false;
  const type = (await core.types.at(organizationId, row.types_version)).find(row.provider, row.resource);
  return type !== undefined && canDrift(type);
}
