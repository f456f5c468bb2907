import { findDeployment } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * The version of an organization's own provider that serves; null if there is none, and the shipped provider of that
 * name serves, if there is one. A provider being deleted serves until its last resource is gone.
 */
export async function servedVersion(core: Core, organizationId: string, provider: string): Promise<string | null> {
  const row = await findDeployment(core.db.tenant(organizationId), provider);
  return row?.serving_version ?? null;
}
