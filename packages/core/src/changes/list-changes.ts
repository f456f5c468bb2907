import { type ChangeStatus, type ChangeSummary, type ChangeView, parseKey, resourceKey } from "@pragma/contract";
import { findIdentities, listChanges as listRows } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { presentSummary } from "./present/present-change.ts";

/** Filters of a list of changes. */
export interface ChangesFilter {
  /** Any of these. */
  status?: readonly ChangeStatus[] | undefined;
  /** Applied ones, or plans that are still open. */
  view?: ChangeView | undefined;
  /** Id or name of somebody who planned or applied it, also by a token. */
  actor?: string | undefined;
  set?: string | undefined;
  /** Internal or friendly id. */
  resource?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** A part of the list: after the id of one change, back to and including another. */
export interface ChangesRange {
  before?: string | undefined;
  until?: string | undefined;
  limit: number;
}

export interface ChangesBatch {
  changes: ChangeSummary[];
  /** The id after which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/** One batch of the organization's changes, newest first. A list names nothing that they wait for. */
export async function listChanges(
  core: Core,
  context: RequestContext,
  { resource, ...filter }: ChangesFilter,
  { before, until: back, limit }: ChangesRange,
): Promise<ChangesBatch> {
  const { organizationId } = context;
  const rows = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const key = resource === undefined ? undefined : await keyOf(reader, organizationId, resource);
    return listRows(tenant, { ...filter, key }, { before, back, limit: limit + 1 });
  });
  const page = rows.slice(0, limit);
  return {
    changes: page.map((row) => presentSummary(row, [])),
    next: rows.length > limit ? page.at(-1)?.id : undefined,
  };
}

/** The resource may be gone, and its changes still be listed by its key. */
async function keyOf(core: Core, organizationId: string, id: string): Promise<string> {
  const ref = parseKey(id);
  if (ref) return resourceKey(ref);
  const [found] = await findIdentities(core.db.tenant(organizationId), [id]);
  return found?.key ?? id;
}
