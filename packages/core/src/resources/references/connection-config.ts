import { CONNECTION_TYPE, isConnectionOfAnother, isDraft, type Json, parseKey } from "@pragma/contract";
import { type DependencyVersion, type LoadedDependency, type ResourceRow, readResources } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { mayBeHalfChanged, readReturnsTo } from "../lifecycle/index.ts";

type Row = Pick<ResourceRow, "provider" | "connection">;
type RunningRow = Row &
  Pick<ResourceRow, "lifecycle_state" | "returns_to" | "handed_config" | "applied_config" | "running_dependencies">;

/** Key of the connection that made what runs: the one of before, below a draft and below an update that no provider has received. */
function connectionOfRunning(row: RunningRow): string | null {
  const kept = readReturnsTo(row);
  const runsBelow = kept && (isDraft(row.lifecycle_state) || !mayBeHalfChanged(row));
  return runsBelow ? (kept.connection ?? null) : row.connection;
}

/**
 * Config of the connection for what runs, which is asked or deleted. If what was never ready is named since an attempt failed, an
 * earlier one, which is still there, reaches what that attempt left.
 * @param loaded dependencies whose values were read already
 * @returns null if it uses none
 */
export async function runningConnectionConfig(
  core: Core,
  organizationId: string,
  row: RunningRow,
  loaded: readonly LoadedDependency[] = [],
): Promise<Json | null> {
  const { provider } = row;
  const named = connectionOfRunning(row);
  if (named === null) return null;
  const earlier = (row.running_dependencies ?? []).filter((key) => parseKey(key)?.resource === CONNECTION_TYPE);
  for (const connection of new Set([named, ...earlier])) {
    const config = await connectionConfig(core, organizationId, { provider, connection }, loaded);
    if (config !== null) return config;
  }
  return null;
}

/**
 * Config of the connection that a resource names, as it is now: sealed, with references resolved. That of another provider is
 * never given away.
 * @param loaded dependencies whose values were read already
 * @returns null if it uses none, or that was never ready
 */
export async function connectionConfig(
  core: Core,
  organizationId: string,
  row: Row,
  loaded: readonly (LoadedDependency | DependencyVersion)[] = [],
): Promise<Json | null> {
  const { connection } = row;
  if (connection === null || isConnectionOfAnother(row)) return null;
  const found = loaded.find(({ key }) => key === connection);
  if (found && "config" in found) return (found.config ?? null) as Json | null;
  const [read] = await readResources(core.db.tenant(organizationId), [connection]);
  return read && read.applied_config !== null ? (JSON.parse(read.applied_config) as Json) : null;
}
