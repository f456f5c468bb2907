import { type DriftStatus, isFinding } from "@pragma/contract";
import { canDrift } from "../../foundation/types/index.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import type { Claim } from "./claim.ts";

/**
 * The word of drift once a config has succeeded. A finding stays until the next check, unless the event was to repair it, or none
 * will follow.
 * @returns undefined if it stays as it is
 */
export function driftAfter({ resource, type, repairs }: Claim): DriftStatus | undefined {
  const { drift } = resource;
  if (drift === "in_sync") return undefined;
  const isLookedAt = type !== undefined && canDrift(type) && storedHandling(resource)?.drift !== "off";
  // No check would ever say that it is gone.
  if (!isLookedAt) return isFinding(drift) ? "unknown" : undefined;
  return repairs || !isFinding(drift) ? "in_sync" : undefined;
}
