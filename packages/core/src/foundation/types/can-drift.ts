import { LOOK_METHODS } from "@pragma/contract/provider-protocol";
import type { KnownType } from "./resource-type.ts";

/** Whether resources of a type have a real thing that can be looked at. */
export function canDrift({ real, capabilities }: Pick<KnownType, "real" | "capabilities">): boolean {
  return real && LOOK_METHODS.some((method) => capabilities.includes(method));
}
