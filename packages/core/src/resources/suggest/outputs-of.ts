import type { LifecycleState } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findOutputKeys, type SuggestedRow } from "@pragma/db/queries";
import { type OrganizationTypes, type OutputPath, outputPaths } from "../../foundation/types/index.ts";

/** An output of a resource that exists. */
export interface ReferenceCandidate extends OutputPath {
  key: string;
  provider: string;
  resource: string;
  lifecycle_state: LifecycleState;
  /** Its type is one that the field takes, or unknown. */
  fits: boolean;
  /** How many of the resources that were looked at refer to it in the same field. */
  used_by: number;
}

export type Output = Omit<ReferenceCandidate, "fits" | "used_by">;

/** The outputs of resources: those of their types, and those that they have. @param mostKeys of one resource */
export async function outputsOf(
  tenant: Tenant,
  types: OrganizationTypes,
  rows: readonly SuggestedRow[],
  mostKeys: number,
): Promise<Output[]> {
  const typeOf = (row: SuggestedRow) => types.find(row.provider, row.resource);
  const keys = new Map(
    (
      await findOutputKeys(
        tenant,
        rows.map(({ key }) => key),
        mostKeys,
      )
    ).map((found) => [found.key, found.keys]),
  );
  return rows.flatMap((row) => {
    const stored = keys.get(row.key) ?? [];
    const { key, provider, resource, lifecycle_state } = row;
    const named = Object.fromEntries(stored.map((name) => [name, ""]));
    return outputPaths(typeOf(row), named).map((output) => ({
      ...output,
      present: stored.some((name) => output.path === name || output.path.startsWith(`${name}.`)),
      ...{ key, provider, resource, lifecycle_state },
    }));
  });
}
