import { canLook } from "./can-look.ts";
import type { KnownType } from "./resource-type.ts";

/** Whether resources of a type have a real thing that can be looked at. */
export function canDrift(type: Pick<KnownType, "real" | "capabilities">): boolean {
  return type.real && canLook(type);
}
