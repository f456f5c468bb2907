import { isDraft } from "@pragma/contract";
import { findResource } from "@pragma/db/queries";
import type { Change } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { readReturnsTo } from "../lifecycle/index.ts";
import { writtenChanges } from "../references/written-changes.ts";

/**
 * Changes of a staged draft to the config that last succeeded, as both were written. Masked.
 * @param id internal or friendly id
 * @returns null if nothing is staged, or nothing is kept to compare it with
 * @throws DomainError not_found
 */
export async function getStagedChanges(core: Core, context: RequestContext, id: string): Promise<Change[] | null> {
  const { organizationId } = context;
  const row = await core.reading(organizationId, (reader) => findResource(reader.db.tenant(organizationId), id));
  if (!row) throw notFound("Resource");
  const kept = readReturnsTo(row);
  if (!isDraft(row.lifecycle_state) || !kept || row.succeeded_config === null) return null;
  const runs = { config: row.succeeded_config, dependencies: kept.dependencies, connection: kept.connection ?? null };
  return writtenChanges(core, organizationId, runs, row);
}
