import { isDraft, isPending, type LifecycleState } from "@pragma/contract";
import type { ResourcePatch, ResourceRow } from "@pragma/db/queries";

/** The standing to which a discarded draft returns, besides the config that last succeeded: the column `returns_to`. */
export interface ReturnsTo {
  /** JSON of the dependencies of that config, of which the first so many are explicit. */
  dependencies: string;
  explicit_dependencies: number;
  /** Key of its connection; absent or null if it had none. */
  connection?: string | null;
  /** That config is sealed as a whole, since its type was unknown when it was sealed last. */
  sealed_whole: boolean;
  /** The generation that it succeeded as. */
  generation: number;
  /**
   * The resource before it was staged; absent if it never was since. Pending if another config may have reached its provider since
   * the last success: that config is sent once more.
   */
  before?: { lifecycle_state: LifecycleState; error: string | null; error_facts: string | null };
}

/** The columns that tell what to keep. */
export type KeepingRow = Pick<
  ResourceRow,
  | "lifecycle_state"
  | "config"
  | "dependencies"
  | "explicit_dependencies"
  | "connection"
  | "sealed_whole"
  | "generation"
  | "handed_config"
  | "applied_config"
  | "repair"
  | "error"
  | "error_facts"
  | "succeeded_config"
  | "returns_to"
>;

/** Reads the column; undefined if nothing is kept. */
export function readReturnsTo(row: Pick<ResourceRow, "returns_to">): ReturnsTo | undefined {
  return row.returns_to === null ? undefined : (JSON.parse(row.returns_to) as ReturnsTo);
}

/** A config that the provider received has not succeeded: the real thing may be as neither of them says. */
export function mayBeHalfChanged(row: Pick<ResourceRow, "handed_config" | "applied_config">): boolean {
  return row.handed_config !== null && row.handed_config !== row.applied_config;
}

/** A waiting resource was ready, or would be, if its provider has received nothing since, and nothing was deleted. */
function standingBefore(row: KeepingRow): NonNullable<ReturnsTo["before"]> {
  const { lifecycle_state, error, error_facts } = row;
  if (!isPending(lifecycle_state)) return { lifecycle_state, error, error_facts };
  return { lifecycle_state: row.repair || mayBeHalfChanged(row) ? "pending" : "ready", error: null, error_facts: null };
}

/**
 * The columns to write when another config is wanted from now on, so that the one that last succeeded is not lost. It is
 * kept until a config succeeds, through failures and other drafts; nothing is kept of what never succeeded.
 * @param stages the new config is stored as a draft
 */
export function keepSucceeded(
  row: KeepingRow,
  { stages }: { stages: boolean },
): Pick<ResourcePatch, "succeeded_config" | "returns_to"> {
  const wasDraft = isDraft(row.lifecycle_state);
  const kept = readReturnsTo(row);
  // A draft without it was never provisioned, or was staged by a release that kept nothing.
  if (wasDraft || (!kept && row.applied_config === null)) return {};
  const { dependencies, explicit_dependencies, connection = null, sealed_whole, generation } = kept ?? row;
  const before = stages ? { before: standingBefore(row) } : {};
  const returnsTo: ReturnsTo = {
    dependencies,
    explicit_dependencies,
    ...(connection === null ? {} : { connection }),
    sealed_whole,
    generation,
    ...before,
  };
  return { ...(kept ? {} : { succeeded_config: row.config }), returns_to: JSON.stringify(returnsTo) };
}
