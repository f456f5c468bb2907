import { resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { readRefs } from "./refs.ts";

type Row = Pick<ResourceRow, "dependencies" | "resolved_config" | "running_dependencies">;

/**
 * Keys of the resources that the object behind a resource may use: the dependencies of every config handed to its
 * provider since the last success, including that one. The wanted config is among them if it was resolved.
 */
export function runningDependencies(row: Row): Set<string> {
  const wanted = row.resolved_config === null ? [] : readRefs(row.dependencies).map(resourceKey);
  return new Set([...(row.running_dependencies ?? []), ...wanted]);
}

/** Running dependencies as the row keeps them when its config or dependencies change. */
export function keptRunning(row: Row, more: Iterable<string> = []): string[] | null {
  const keys = [...new Set([...runningDependencies(row), ...more])];
  return keys.length === 0 ? null : keys.sort();
}
