import type { Json } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { revealJson } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The column `state` for what a handler keeps: sealed as a whole, since nobody but its provider knows what is secret in it. */
export function sealState(core: Core, organizationId: string, state: Json): string | null {
  return state === null ? null : JSON.stringify(core.services.keyring.box(organizationId).seal(state));
}

/**
 * What the handlers of a resource have kept; null if nothing.
 * @throws DecryptionError
 */
export function readState(core: Core, organizationId: string, { state }: Pick<ResourceRow, "state">): Json {
  return state === null ? null : revealJson(JSON.parse(state) as Json, core.services.keyring.box(organizationId));
}
