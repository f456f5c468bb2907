import { type Json, type JsonObject, parseKey } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import { PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findBuiltIn } from "./built-ins.ts";

/** Outputs as they are presented and resolved: the stored ones, plus those that a built-in type adds on the way out. */
export function presentedOutputs(core: Core, organizationId: string, key: string, outputs: Json): Json {
  if (!key.startsWith(`${PLATFORM_PROVIDER}/`) || !isJsonObject(outputs)) return outputs;
  const ref = parseKey(key);
  const present = ref && findBuiltIn(ref.provider, ref.resource)?.present;
  return present ? present(core, organizationId, ref.name, outputs as JsonObject) : outputs;
}

/** Whether a type's outputs are presented with more than is stored. */
export function hasPresentedOutputs(provider: string, resource: string): boolean {
  return findBuiltIn(provider, resource)?.present !== undefined;
}

/** The outputs that a resource will have with this resolved config; undefined if only running it can tell. */
export function outputsOfConfig(provider: string, resource: string, config: Json): Json | undefined {
  return isJsonObject(config) ? findBuiltIn(provider, resource)?.outputsOf?.(config as JsonObject) : undefined;
}
