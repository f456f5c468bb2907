import type { ResourceSetDetails } from "@pragma/contract";
import { findSet, findSetMembers } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentSet } from "./list-sets.ts";

/** More members than any set is likely to have; the list of resources has them by page. */
const MAX_MEMBERS = 100_000;

/** A set with the ids of its resources. @throws DomainError not_found if no resource is in it */
export async function getSet(
  core: Core,
  { organizationId }: RequestContext,
  name: string,
): Promise<ResourceSetDetails> {
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const row = await findSet(tenant, name);
    if (!row) throw notFound("Set");
    const members = await findSetMembers(tenant, name, MAX_MEMBERS);
    return { ...presentSet(row), ids: members.map(({ id }) => id) };
  });
}
