import { hash } from "node:crypto";
import { isDraft, type Json, type JsonObject, type ResourceRef } from "@pragma/contract";
import type { KeptRow, ResourceRow, SnapshotRow } from "@pragma/db/queries";
import type { Before } from "../../lifecycle/index.ts";
import { type Kept, keptFacts, keptFields } from "../../resources/apply/kept-fields.ts";

/** What a revert brings back of a resource: its config is sealed as it was stored. */
export interface Snapshot extends Kept {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  /** The explicit ones. */
  dependencies: ResourceRef[];
  set: string | null;
  is_draft: boolean;
}

/** How a resource was left: whoever changes any of it afterwards has changed it since. */
export type LeftRow = KeptRow & Pick<ResourceRow, "generation" | "set">;

/** What an action keeps for a revert. */
interface KeptSnapshot {
  /** Null if it did not exist. */
  before: Snapshot | null;
  /** A fingerprint; null if it was deleted. */
  after: string | null;
  /** What it returns to if it has not begun when the change is ended; absent if an earlier release wrote it. */
  standing?: Before | null;
}

/** What an action keeps that had nothing to do: a revert leaves its resource alone. */
export const IDLE_SNAPSHOT = JSON.stringify("idle");

/** JSON of what a revert needs to know of a row. @param left undefined if it was deleted */
export function snapshotOf(row: ResourceRow | undefined, left: LeftRow | undefined): string {
  const kept: KeptSnapshot = {
    before: row ? snapshot(row) : null,
    after: left ? leftAs(left) : null,
    standing: row ? standingOf(row) : null,
  };
  return JSON.stringify(kept as unknown as Json);
}

/** What an action keeps, unless it had nothing to do or its snapshot was dropped with the history. */
export function keptIn({ snapshot: kept }: SnapshotRow): KeptSnapshot {
  return JSON.parse(kept as string) as KeptSnapshot;
}

function standingOf(row: ResourceRow): Before {
  const { lifecycle_state, error, error_facts, generation, observed_generation, returns_to } = row;
  const { config, dependencies, explicit_dependencies, sealed_whole } = row;
  return {
    lifecycle_state,
    error,
    error_facts,
    generation,
    observed_generation,
    returns_to,
    config,
    dependencies,
    explicit_dependencies,
    sealed_whole,
  };
}

/** What a resource returns to if its action is given up before it has begun; undefined if that is not known. */
export function beforeOf({ snapshot: kept }: SnapshotRow): Before | null | undefined {
  if (kept === null || kept === IDLE_SNAPSHOT) return undefined;
  return (JSON.parse(kept) as KeptSnapshot).standing;
}

/** Equal for a resource that nobody has changed since. */
export function leftAs(row: LeftRow): string {
  return hash("sha256", JSON.stringify([row.generation, ...keptFacts(row)]), "base64url");
}

/** A resource as it is stored. */
export function snapshot(row: ResourceRow): Snapshot {
  return {
    provider: row.provider,
    resource: row.resource,
    name: row.name,
    config: JSON.parse(row.config) as JsonObject,
    dependencies: (JSON.parse(row.dependencies) as ResourceRef[]).slice(0, row.explicit_dependencies),
    ...keptFields(row),
    set: row.set,
    is_draft: isDraft(row.lifecycle_state),
  };
}
