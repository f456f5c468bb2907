import { LOOK_METHODS } from "@pragma/contract/provider-protocol";
import type { KnownType } from "./resource-type.ts";

/** Whether the provider of a type can tell what its objects are really like. */
export function canLook({ capabilities }: Pick<KnownType, "capabilities">): boolean {
  return LOOK_METHODS.some((method) => capabilities.includes(method));
}
