import { type ChangeSummary, readCounts } from "@pragma/contract";
import { findChange } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { changeIdOf } from "./present/change-id.ts";

/** The name of a change: its message, or what it does. */
export type ChangeName = Pick<ChangeSummary, "id" | "message" | "counts" | "set" | "prune">;

/** The name of a change, wherever it is mentioned. @throws DomainError not_found */
export async function getChangeName(core: Core, { organizationId }: RequestContext, id: string): Promise<ChangeName> {
  const row = await findChange(core.db.tenant(organizationId), changeIdOf(id));
  if (!row) throw notFound("Change");
  return { id: row.id, message: row.message, counts: readCounts(row.counts), set: row.set, prune: row.prune };
}
