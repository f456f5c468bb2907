import type { Json, JsonObject } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { revealJson } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentedOutputs } from "../../resources/built-ins/index.ts";
import type { Claim } from "../reconcile/claim.ts";

/** A resource as handlers see it: with its secrets, since they have to use them. */
export interface SubResourceState {
  id: string;
  provider: string;
  resource: string;
  name: string;
  lifecycle_state: ResourceRow["lifecycle_state"];
  outputs: JsonObject;
  error: string | null;
}

/** Tells a handler about a resource, and records its secrets: they must be redacted from the handler's output. */
export function tellState(core: Core, claim: Claim, row: ResourceRow): SubResourceState {
  const stored = row.outputs === null ? {} : (JSON.parse(row.outputs) as Json);
  claim.told = [...(claim.told ?? []), stored];
  const outputs = presentedOutputs(core, claim.organizationId, row.key, stored);
  return {
    id: row.id,
    provider: row.provider,
    resource: row.resource,
    name: row.name,
    lifecycle_state: row.lifecycle_state,
    outputs: revealJson(outputs, core.services.keyring.box(claim.organizationId)) as JsonObject,
    error: row.error,
  };
}
