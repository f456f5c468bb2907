import { findSurplusBuilds, removeBuild } from "@pragma/db/maintenance";
import { lockProvider } from "@pragma/db/queries";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../foundation/unit-of-work/unit-of-work.ts";
import { buildKeys } from "./blob-keys.ts";
import { KEPT_BUILDS } from "./list-builds.ts";

const BATCH = 100;

/**
 * Removes old builds, with their bytes: all but the newest ten of each provider and the versions that serve, or are to
 * serve.
 */
export async function pruneBuilds(core: Core): Promise<void> {
  for (;;) {
    const surplus = await findSurplusBuilds(core.db, KEPT_BUILDS, BATCH);
    for (const { organization_id: organizationId, provider, version } of surplus) {
      await unitOfWork(core, async ({ db }) => {
        const tenant = db.tenant(organizationId);
        await lockProvider(tenant, provider);
        // It may have been deployed in the meantime.
        if (!(await removeBuild(tenant, provider, version))) return;
        await core.services.blobs.remove(db, organizationId, buildKeys(provider, [version]));
      });
    }
    if (surplus.length < BATCH) return;
  }
}
