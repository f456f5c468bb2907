import type { LifecycleState } from "@pragma/contract";
import { findPresented, findRelatedFrom, findRelatedTo, type RelatedRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { graphId } from "./graph-id.ts";

export interface RelatedResource {
  id: string;
  key: string;
  /** null for a resource that is referenced but absent. */
  lifecycle_state: LifecycleState | null;
}

/** The neighbours of a resource in the graph, by key. */
export interface ResourceRelations {
  dependencies: RelatedResource[];
  dependents: RelatedResource[];
  owners: RelatedResource[];
  owned: RelatedResource[];
  /** Some were left out: there are more than 500 of one kind. */
  truncated: boolean;
}

const MAX_RELATED = 500;

/**
 * A resource's dependencies and owners, its dependents and what it owns: one step away.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function getResourceRelations(
  core: Core,
  context: RequestContext,
  id: string,
): Promise<ResourceRelations> {
  const { organizationId } = context;
  const found = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const row = await findPresented(tenant, id);
    if (!row) throw notFound("Resource");
    return Promise.all([
      findRelatedFrom(tenant, row.key, "dependency", MAX_RELATED + 1),
      findRelatedTo(tenant, row.key, "dependency", MAX_RELATED + 1),
      findRelatedFrom(tenant, row.key, "owner", MAX_RELATED + 1),
      findRelatedTo(tenant, row.key, "owner", MAX_RELATED + 1),
    ]);
  });
  const [dependencies = [], dependents = [], owners = [], owned = []] = found.map((rows) =>
    rows.slice(0, MAX_RELATED).map(present),
  );
  return { dependencies, dependents, owners, owned, truncated: found.some((rows) => rows.length > MAX_RELATED) };
}

function present({ key, lifecycle_state }: RelatedRow): RelatedResource {
  return { id: graphId(key), key, lifecycle_state };
}
