import { isFinding, type Json, type JsonObject } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { formatPath, immutableChanges, type Path } from "@pragma/language";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { readFindings } from "./finding.ts";
import { placesOfConfig, withFound } from "./with-found.ts";

/**
 * The immutable fields in which a config differs from the one that succeeded. A field that is as it was found to really be does not
 * differ: declaring that changes nothing of the thing.
 */
export async function immutableSince(
  core: Core,
  organizationId: string,
  type: KnownType,
  row: Pick<ResourceRow, "key" | "provisioned" | "applied_config" | "drift">,
  after: Json,
): Promise<Path[]> {
  if (!row.provisioned || row.applied_config === null) return [];
  const box = core.services.keyring.box(organizationId);
  const before = JSON.parse(row.applied_config) as JsonObject;
  const changed = immutableChanges(type.annotations, before, after, box);
  if (changed.length === 0 || !isFinding(row.drift)) return changed;
  const finding = (await readFindings(core.db.tenant(organizationId), [row.key])).get(row.key);
  if (!finding) return changed;
  const found = withFound(before, placesOfConfig(finding.changes), box);
  const differing = new Set(immutableChanges(type.annotations, found, after, box).map(formatPath));
  return changed.filter((path) => differing.has(formatPath(path)));
}
