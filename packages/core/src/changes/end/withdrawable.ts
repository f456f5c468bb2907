import { resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findStandings, readResources } from "@pragma/db/queries";
import { isBeingDeleted, isLeaving } from "../../resources/lifecycle/index.ts";
import { readRefs } from "../../resources/references/refs.ts";

const BATCH = 100;

interface Needs {
  dependencies: string[];
  owners: string[];
}

/**
 * Which resources can stay although their deletion was asked for: neither what they depend on nor the last of their owners
 * may be going, unless that stays, too.
 * @param keys of resources whose deletion has not begun, and of others, which can
 */
export async function withdrawable(tenant: Tenant, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const staying = new Set(keys);
  const needs = new Map<string, Needs>();
  for (let from = 0; from < keys.length; from += BATCH) {
    for (const row of await readResources(tenant, keys.slice(from, from + BATCH))) {
      if (!isLeaving(row)) continue;
      const [dependencies, owners] = [readRefs(row.dependencies), readRefs(row.owner_references)];
      needs.set(row.key, { dependencies: dependencies.map(resourceKey), owners: owners.map(resourceKey) });
    }
  }
  const others = [...needs.values()].flatMap(({ dependencies, owners }) => [...dependencies, ...owners]);
  const going = new Set(
    (await findStandings(tenant, [...new Set(others)])).filter(isBeingDeleted).map(({ key }) => key),
  );
  const goes = (key: string): boolean => going.has(key) && !staying.has(key);
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const [key, { dependencies, owners }] of needs) {
      if (!staying.has(key)) continue;
      if (!dependencies.some(goes) && !(owners.length > 0 && owners.every(goes))) continue;
      staying.delete(key);
      isStable = false;
    }
  }
  return staying;
}
