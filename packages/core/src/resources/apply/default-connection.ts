import { type ApplyInput, CONNECTION_TYPE, connectionKey, DEFAULT_CONNECTION } from "@pragma/contract";
import { findStandingsForPlan } from "@pragma/db/queries";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeaving } from "../lifecycle/index.ts";

/** Key of the connection that a new resource would use, if that exists; undefined if it names one or its provider has none. */
export function defaultConnectionOf(input: ApplyInput, types: OrganizationTypes): string | undefined {
  const { provider, resource } = input;
  if (input.connection !== undefined || resource === CONNECTION_TYPE) return undefined;
  const isMadeByKit = types.find(provider, CONNECTION_TYPE)?.capabilities.includes(CONNECTION_TYPE) ?? false;
  return isMadeByKit ? connectionKey(provider, DEFAULT_CONNECTION) : undefined;
}

/** Those of some connections that exist, and are not being deleted. */
export async function findUsable(core: Core, organizationId: string, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await findStandingsForPlan(core.db.tenant(organizationId), keys);
  return new Set(found.filter((row) => !isLeaving(row)).map(({ key }) => key));
}
