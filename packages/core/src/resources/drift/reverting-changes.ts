import type { Json, JsonObject } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { type Change, maskJson, parsePath, type SecretBox, sealedDiff } from "@pragma/language";
import type { KnownType } from "../../foundation/types/index.ts";
import type { DriftFinding } from "./finding.ts";
import { placesOfConfig, sealFound, withFound } from "./with-found.ts";

/**
 * The changes that lead from what was found to what is declared, sensitive values masked. What has failed declares more than what
 * was compared.
 */
export function revertingChanges(
  row: Pick<ResourceRow, "config" | "resolved_config" | "applied_config">,
  { changes }: Pick<DriftFinding, "changes">,
  type: KnownType | undefined,
  box: SecretBox,
): Change[] {
  const applied = JSON.parse(row.applied_config ?? "{}") as JsonObject;
  const found = sealFound(withFound(applied, placesOfConfig(changes), box), type, box);
  const declared = JSON.parse(row.resolved_config ?? row.config) as Json;
  const outputs = changes.filter(({ path }) => parsePath(path)?.[0] === "outputs");
  return [
    ...sealedDiff(found, declared, box, { prefix: ["config"] }),
    ...outputs.map(({ path, declared: before, found: now }) => ({
      path,
      ...(now === null ? {} : { before: maskJson(now) }),
      after: maskJson(before),
    })),
  ];
}
