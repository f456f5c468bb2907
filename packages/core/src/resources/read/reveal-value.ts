import type { Resource } from "@pragma/contract";
import { findPresented, type PresentedRow } from "@pragma/db/queries";
import { formatPath, getPath, type Json, parsePath } from "@pragma/language";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireScope } from "../../identity/access/index.ts";
import { presentResource } from "../present/present-resource.ts";

/** The parts of a resource that a value of the given part stands in. */
const PARTS = {
  outputs: ["outputs"],
  config: ["config", "resolved_config"],
  resolved_config: ["config", "resolved_config"],
} as const;

/**
 * One value with what is sensitive in it. Audited, and the entry names the value by all its addresses.
 * @param id internal or friendly id
 * @param address where it is, such as `outputs.password`
 * @returns the value by its address; one of a config also as it was resolved
 * @throws DomainError not_found, also for an address without a value; missing_scope without `secrets:reveal`
 */
export async function revealValue(
  core: Core,
  context: RequestContext,
  id: string,
  address: string,
): Promise<Record<string, Json>> {
  requireScope(context, "secrets:reveal");
  const row = await findPresented(core.db.tenant(context.organizationId), id);
  if (!row) throw notFound("Resource");
  const values = await findValues(core, context.organizationId, row, address);
  const details = { values: Object.keys(values) };
  await recordAudit(core.db, context, { action: "resource.reveal", target: row.id, outcome: "success", details });
  return values;
}

async function findValues(
  core: Core,
  organizationId: string,
  row: PresentedRow,
  address: string,
): Promise<Record<string, Json>> {
  const [part, ...path] = parsePath(address) ?? [];
  if (typeof part !== "string" || !Object.hasOwn(PARTS, part)) throw notFound("Value");
  const { body } = await presentResource(core, organizationId, row, { reveal: true });
  const resource = JSON.parse(body) as Resource;
  const found = PARTS[part as keyof typeof PARTS].flatMap((one) => {
    const value = getPath(resource[one], path);
    return value === undefined ? [] : [[formatPath([one, ...path]), value] as const];
  });
  if (found.length === 0) throw notFound("Value");
  return Object.fromEntries(found);
}
