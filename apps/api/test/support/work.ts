import { runBuiltIn } from "@pragma/core/built-ins";
import { claimEvent, settleEvent } from "@pragma/core/reconcile";
import type { TestApi } from "./api.ts";

/** Does what a worker would, for resources of built-in types, until nothing of the organization is queued. */
export async function work({ core, pool }: TestApi, organizationId: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ key: string }>(
      `DELETE FROM pending_looks WHERE organization_id = $1 AND id = (
         SELECT id FROM pending_looks WHERE organization_id = $1 ORDER BY id LIMIT 1
       ) RETURNING key`,
      [organizationId],
    );
    const key = rows[0]?.key;
    if (key === undefined) return;
    const claim = await claimEvent(core, { organizationId, key, owner: "test" });
    if (claim) await settleEvent(core, claim, await runBuiltIn(core, claim));
  }
}
