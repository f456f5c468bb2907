import type { Json, JsonObject } from "@pragma/contract";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findBuiltIn } from "./built-ins.ts";
import type { BuiltInEvent, BuiltInOutcome } from "./definition/built-in.ts";

/** Facts that a claimed event must provide. */
export interface ClaimedEvent extends Omit<BuiltInEvent, "config"> {
  readonly eventType: "CREATE" | "UPDATE" | "DELETE";
  /** It deletes the old thing. */
  readonly replaces: boolean;
  readonly payload: Json;
  readonly type: KnownType | undefined;
  readonly resource: { readonly resource: string };
}

/** Runs an event of a built-in type. These handlers are part of the platform, so no provider process is involved. */
export async function runBuiltIn(core: Core, claim: ClaimedEvent): Promise<BuiltInOutcome> {
  if (claim.eventType === "DELETE" || claim.replaces) return { kind: "succeeded", outputs: null };
  const builtIn = claim.type && findBuiltIn(claim.type.provider, claim.type.resource);
  if (!builtIn) return { kind: "rejected", message: `pragma has no type ${claim.resource.resource}` };
  const { organizationId, key, eventId, payload } = claim;
  return builtIn.run(core, { organizationId, key, eventId, config: payload as JsonObject });
}
