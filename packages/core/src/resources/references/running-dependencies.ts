import { resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { readRefs } from "./refs.ts";

type Row = Pick<ResourceRow, "dependencies" | "resolved_config" | "running_dependencies">;

/**
 * Keys of what the real thing behind a resource may use: the dependencies of every config that was handed to its
 * provider since the last success, that one's included. The config that is wanted now was if there is a resolved one.
 */
export function runningDependencies(row: Row): Set<string> {
  const wanted = row.resolved_config === null ? [] : readRefs(row.dependencies).map(resourceKey);
  return new Set([...(row.running_dependencies ?? []), ...wanted]);
}

/** Those of them as they are kept in the row when its config or its dependencies become others. */
export function keptRunning(row: Row, more: Iterable<string> = []): string[] | null {
  const keys = [...new Set([...runningDependencies(row), ...more])];
  return keys.length === 0 ? null : keys.sort();
}
