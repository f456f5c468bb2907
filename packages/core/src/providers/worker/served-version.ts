import { findDeployment } from "@pragma/db/queries";
import type { Core } from "../../unit-of-work/core.ts";

/**
 * The version of its own provider that serves an organization; null if there is none, and the shipped provider of that
 * name serves, where there is one. A provider that is being deleted serves until its last resource has gone.
 */
export async function servedVersion(core: Core, organizationId: string, provider: string): Promise<string | null> {
  const row = await findDeployment(core.db.tenant(organizationId), provider);
  return row?.serving_version ?? null;
}
