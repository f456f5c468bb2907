import { isDraft, resourceKey } from "@pragma/contract";
import { findStandingsForPlan } from "@pragma/db/queries";
import type { OrganizationTypes } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import type { DecidedDocument } from "./decision.ts";

/** References to what does not exist, has no type, or is a draft: not refused, but nothing will come of it yet. */
export async function warnOfAbsent(
  core: Core,
  organizationId: string,
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
): Promise<void> {
  const active = documents.filter(({ isProcessed, action }) => isProcessed || action === "stage");
  const byKey = new Map(documents.map((document) => [document.key, document]));
  const targets = new Map(
    active.flatMap(({ desired }) => (desired?.dependencies ?? []).map((ref) => [resourceKey(ref), ref] as const)),
  );
  const outside = [...targets.keys()].filter((key) => !byKey.get(key)?.write);
  if (outside.length === 0 && active.length === 0) return;
  const standings = new Map(
    (await findStandingsForPlan(core.db.tenant(organizationId), outside)).map((row) => [row.key, row]),
  );
  for (const document of active) {
    for (const ref of document.desired?.dependencies ?? []) {
      const key = resourceKey(ref);
      const inside = byKey.get(key);
      const row = standings.get(key);
      if (inside?.action === "stage" && !inside.existing?.provisioned) {
        document.warnings.push(`Waits for a draft: ${key} is only stored by this change`);
      } else if (inside?.write) continue;
      else if (!row && !types.find(ref.provider, ref.resource)) {
        document.warnings.push(`Waits for ${key}: no provider serves ${ref.provider}/${ref.resource}`);
      } else if (!row) document.warnings.push(`Waits for ${key}, which nothing declares`);
      else if (isDraft(row.lifecycle_state) && !row.provisioned) {
        document.warnings.push(`Waits for a draft: ${key}`);
      }
    }
  }
}
