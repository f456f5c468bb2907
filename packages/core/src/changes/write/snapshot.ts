import { hash } from "node:crypto";
import { isDraft, type Json, type JsonObject, type ResourceRef } from "@pragma/contract";
import type { ResourceRow, SnapshotRow } from "@pragma/db/queries";

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

/** How a resource was left: whoever changes any of it afterwards has changed it since. */
export type LeftRow = Pick<
  ResourceRow,
  "generation" | "tags" | "has_tags" | "owner_references" | "deletion_protected" | "set"
>;

/** What an action keeps for a revert. */
interface KeptSnapshot {
  /** Null if it did not exist. */
  before: Snapshot | null;
  /** A fingerprint; null if it was deleted. */
  after: string | null;
}

/** What an action keeps that had nothing to do: a revert leaves its resource alone. */
export const IDLE_SNAPSHOT = JSON.stringify("idle");

/** JSON of what a revert needs to know of a row. @param left undefined if it was deleted */
export function snapshotOf(row: ResourceRow | undefined, left: LeftRow | undefined): string {
  const kept: KeptSnapshot = { before: row ? snapshot(row) : null, after: left ? leftAs(left) : null };
  return JSON.stringify(kept as unknown as Json);
}

/** What an action keeps, unless it had nothing to do or its snapshot was dropped with the history. */
export function keptIn({ snapshot: kept }: SnapshotRow): KeptSnapshot {
  return JSON.parse(kept as string) as KeptSnapshot;
}

/** Equal for a resource that nobody has changed since. */
export function leftAs({ generation, tags, has_tags, owner_references, deletion_protected, set }: LeftRow): string {
  const facts = [generation, has_tags ? tags : null, owner_references, deletion_protected, set];
  return hash("sha256", JSON.stringify(facts), "base64url");
}

/** A resource as it is stored. */
export function snapshot(row: ResourceRow): Snapshot {
  return {
    provider: row.provider,
    resource: row.resource,
    name: row.name,
    config: JSON.parse(row.config) as JsonObject,
    dependencies: (JSON.parse(row.dependencies) as ResourceRef[]).slice(0, row.explicit_dependencies),
    owner_references: JSON.parse(row.owner_references) as ResourceRef[],
    tags: row.has_tags ? row.tags : null,
    deletion_protected: row.deletion_protected,
    set: row.set,
    is_draft: isDraft(row.lifecycle_state),
  };
}
