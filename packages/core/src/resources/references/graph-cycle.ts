import { parseKey, resourceId } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findEdgesFrom } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { findCycle } from "../../foundation/graph/index.ts";

/**
 * The error if edges from `key` to `targets` close a cycle, with its path, whose first node is not repeated at the end.
 * @returns undefined if they close none
 */
export async function findGraphCycle(
  tenant: Tenant,
  key: string,
  targets: readonly string[],
): Promise<DomainError | undefined> {
  const edges = new Map<string, string[]>([[key, [...targets]]]);
  for (const edge of await findEdgesFrom(tenant, targets)) {
    if (edge.from_key === key) continue;
    edges.set(edge.from_key, [...(edges.get(edge.from_key) ?? []), edge.to_key]);
  }
  const path = findCycle(edges, key);
  return path ? cycleError(path) : undefined;
}

/** @param path of keys, whose first is not repeated at the end */
export function cycleError(path: readonly string[]): DomainError {
  const ids = path.map((step) => {
    const ref = parseKey(step);
    return ref ? resourceId(ref) : step;
  });
  return new DomainError("cycle", `The dependencies and owners form a cycle: ${[...path, path[0]].join(" → ")}`, {
    cycle: ids,
  });
}
