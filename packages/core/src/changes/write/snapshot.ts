import { hash } from "node:crypto";
import { isDraft, isFailed, type Json, type JsonObject, type ResourceRef } from "@pragma/contract";
import type { KeptRow, ResourceRow, SnapshotRow } from "@pragma/db/queries";
import { jsonEqual } from "@pragma/language";
import type { KnownType } from "../../foundation/types/index.ts";
import { type Kept, keptFacts, keptFields } from "../../resources/apply/kept-fields.ts";
import { readNextDraft, type StoredNextDraft } from "../../resources/apply/next-draft.ts";
import { type Before, isLeaving, nextGeneration, readReturnsTo } from "../../resources/lifecycle/index.ts";

/** The state of a resource that a revert brings back: its config is sealed as it was stored. */
export interface Snapshot extends Kept {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  /** The explicit ones. */
  dependencies: ResourceRef[];
  /** Key of its connection; absent if an earlier release kept it. */
  connection?: string | null;
  set: string | null;
  is_draft: boolean;
}

/** The config that ran below a draft: sealed as it was stored. */
export interface RanBelow {
  config: JsonObject;
  /** The explicit ones. */
  dependencies: ResourceRef[];
  /** Key of its connection; absent if an earlier release kept it. */
  connection?: string | null;
}

/** How a resource was left: whoever changes any of it afterwards has changed it since. */
export type LeftRow = KeptRow & Pick<ResourceRow, "generation" | "set">;

/** The snapshot that an action keeps for a revert. */
export interface KeptSnapshot {
  /** Null if it did not exist. */
  before: Snapshot | null;
  /** A fingerprint; null if it was deleted. */
  after: string | null;
  /** The fingerprint while its deletion has not succeeded; absent if an earlier release wrote it. */
  going?: string;
  /** It was to take over a thing that was there: a revert forgets it, and leaves the thing. */
  adopted?: true;
  /** Standing to return to if it has not begun when the change is ended; absent if an earlier release wrote it. */
  standing?: KeptStanding | null;
  /** The fingerprint once the draft that follows is staged. */
  staged?: string;
  /** Below a draft: null if nothing ever ran, undefined if that is not known, as in snapshots of earlier releases. */
  ran?: RanBelow | null;
  /** The schema of its type, if there is a draft; null if that was unknown. */
  schemaId?: string | null;
  /** The draft that was to be staged once that had succeeded, as its column has it. */
  next?: StoredNextDraft;
  had_failed?: true;
}

/** Snapshot of an action that had nothing to do: a revert leaves its resource alone. */
export const IDLE_SNAPSHOT = JSON.stringify("idle");

/**
 * JSON of what a revert needs to know of a row.
 * @param left undefined if it was deleted
 * @param type undefined if it is unknown
 */
export function snapshotOf(
  row: ResourceRow | undefined,
  left:
    | (LeftRow &
        Pick<ResourceRow, "next_draft" | "discarded_generation" | "identity"> & {
          lifecycle_state?: ResourceRow["lifecycle_state"] | undefined;
        })
    | undefined,
  type: KnownType | undefined,
): string {
  const schemaId = type?.schemaId ?? null;
  // What came before it was no thing.
  const adopts =
    left !== undefined && left.identity !== null && !row?.provisioned && !isDraft(left.lifecycle_state ?? "pending");
  const next = row && readNextDraft(row);
  const kept: KeptSnapshot = {
    before: row && !adopts ? snapshot(row) : null,
    ...(adopts ? { adopted: true as const } : {}),
    after: left ? leftAs(left) : null,
    ...(row && !left ? { going: leftAs(row) } : {}),
    standing: row ? standingOf(row) : null,
    ...(left && left.next_draft !== null ? { staged: leftAs({ ...left, generation: nextGeneration(left) }) } : {}),
    ...(row && isDraft(row.lifecycle_state) ? { ...ranBelow(row), schemaId } : {}),
    ...(next ? { next, schemaId } : {}),
    ...(row && isFailed(row.lifecycle_state) && !isLeaving(row) ? { had_failed: true } : {}),
  };
  return JSON.stringify(kept as unknown as Json);
}

/** A draft that was staged by a release that kept nothing runs with what nobody knows. */
function ranBelow(row: ResourceRow): Pick<KeptSnapshot, "ran"> {
  const kept = readReturnsTo(row);
  if (row.succeeded_config === null || !kept) return row.provisioned ? {} : { ran: null };
  const dependencies = (JSON.parse(kept.dependencies) as ResourceRef[]).slice(0, kept.explicit_dependencies);
  const { connection = null } = kept;
  return { ran: { config: JSON.parse(row.succeeded_config) as JsonObject, dependencies, connection } };
}

/** The snapshot of an action, unless it had nothing to do or its snapshot was dropped with the history. */
export function keptIn({ snapshot: kept }: SnapshotRow): KeptSnapshot {
  return JSON.parse(kept as string) as KeptSnapshot;
}

/** Sealed values are kept as JSON beside it, where a rotation of keys finds them: not as text. */
type KeptStanding = Omit<Before, "config" | "next_draft">;

function standingOf(row: ResourceRow): KeptStanding {
  const { lifecycle_state, error, error_facts, generation, observed_generation, returns_to } = row;
  const { dependencies, explicit_dependencies, connection, sealed_whole } = row;
  return {
    deleting_since: row.deleting_since,
    lifecycle_state,
    error,
    error_facts,
    generation,
    observed_generation,
    returns_to,
    dependencies,
    explicit_dependencies,
    connection,
    sealed_whole,
  };
}

/** The state to which a resource returns if its action is given up before it has begun; undefined if that is not known. */
export function beforeOf({ snapshot: kept }: SnapshotRow): Before | null | undefined {
  if (kept === null || kept === IDLE_SNAPSHOT) return undefined;
  const { before, next, standing } = JSON.parse(kept) as KeptSnapshot;
  if (!standing || before === null) return standing === undefined ? undefined : null;
  const { config } = before;
  return { ...standing, config: JSON.stringify(config), next_draft: next ? JSON.stringify(next) : null };
}

/**
 * Snapshot of an action whose resource was given back: metadata and membership stay as declared, so a revert brings back these,
 * if there are any, and nothing else.
 * @param row before it is given back
 * @param generation that it has afterwards
 */
export function givenBackSnapshot(kept: SnapshotRow, row: ResourceRow, generation: number): string {
  const { staged: _, after, ...more } = keptIn(kept);
  const { before } = more;
  const metadata = { ...keptFields(row), set: row.set };
  if (before === null || Object.entries(metadata).every(([name, value]) => jsonEqual(value, before[name as "set"])))
    return IDLE_SNAPSHOT;
  // Values that others have changed since stay different from what the change left.
  const left = after === leftAs(row) ? leftAs({ ...row, generation }) : after;
  return JSON.stringify({ ...more, after: left } as unknown as Json);
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
    connection: row.connection,
    ...keptFields(row),
    set: row.set,
    is_draft: isDraft(row.lifecycle_state),
  };
}
