import { type DriftStatus, isFinding } from "@pragma/contract";
import { canDrift } from "../../foundation/types/index.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import type { Claim } from "./claim.ts";

/**
 * The word of drift once a config has succeeded. A finding stays until the next check, unless the event was to repair it.
 * @returns undefined if it stays as it is
 */
export function driftAfter({ resource, type, repairs }: Claim): DriftStatus | undefined {
  const { drift } = resource;
  if (storedHandling(resource)?.drift === "off") return undefined;
  if (!type || !canDrift(type) || drift === "in_sync") return undefined;
  return repairs || !isFinding(drift) ? "in_sync" : undefined;
}
