import type { Json, JsonObject, ResourceRef } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";

/** What a revert brings back of a resource: its config is sealed as it was stored. */
export interface Snapshot {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  /** The explicit ones. */
  dependencies: ResourceRef[];
  owner_references: ResourceRef[];
  tags: string[] | null;
  deletion_protected: boolean;
  set: string | null;
  is_draft: boolean;
}

/** JSON of what a revert needs of a row. */
export function snapshotOf(row: ResourceRow): string {
  const snapshot: Snapshot = {
    provider: row.provider,
    resource: row.resource,
    name: row.name,
    config: JSON.parse(row.config) as JsonObject,
    dependencies: (JSON.parse(row.dependencies) as ResourceRef[]).slice(0, row.explicit_dependencies),
    owner_references: JSON.parse(row.owner_references) as ResourceRef[],
    tags: row.has_tags ? row.tags : null,
    deletion_protected: row.deletion_protected,
    set: row.set,
    is_draft: row.lifecycle_state === "draft",
  };
  return JSON.stringify(snapshot as unknown as Json);
}
