import { auditMany, replaceEdges, type SavedResource, saveResources } from "@pragma/db/queries";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { traceEvent } from "./trace-event.ts";
import { touchChanges } from "./write.ts";

/** Rows per statement. */
const BATCH = 250;

/**
 * `write` for many resources that one request creates or changes, in the transaction of `core`. Effects on other resources
 * are left to the caller (`effectsOnOthers`).
 * @throws ConcurrentChange if one is not as it was read, or exists by now
 */
export async function writeMany(
  core: Core,
  organizationId: string,
  resources: readonly SavedResource[],
): Promise<void> {
  if (resources.length === 0) return;
  const tenant = core.db.tenant(organizationId);
  const startedAt = Date.now();
  for (let from = 0; from < resources.length; from += BATCH) {
    const some = resources.slice(from, from + BATCH);
    const { keys, touched } = await saveResources(tenant, some);
    if (keys.length < some.length) throw new ConcurrentChange();
    // Other changes may be over, now that this one has taken their resources.
    touchChanges(core, organizationId, touched);
    const edges = new Map(
      some.flatMap(({ identity, effects }) => (effects.edges ? [[identity.key, effects.edges]] : [])),
    );
    if (edges.size > 0) await replaceEdges(tenant, edges);
    await auditMany(
      tenant,
      some.flatMap(({ effects }) => effects.alsoAudited ?? []),
    );
  }
  core.wakeUp.changed();
  for (const { identity, effects } of resources) {
    const { newEvent: event } = effects;
    if (event) traceEvent(core, { organizationId, key: identity.key, event, startedAt });
  }
}
