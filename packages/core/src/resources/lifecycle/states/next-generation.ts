import type { ResourceRow } from "@pragma/db/queries";

/**
 * The generation of another config: a number that no config of the resource has had. Whoever has seen a generation knows by
 * it whether the config is still the same.
 */
export function nextGeneration(row: Pick<ResourceRow, "generation" | "discarded_generation"> | undefined): number {
  return Math.max(row?.generation ?? 0, row?.discarded_generation ?? 0) + 1;
}
