import type { Json } from "@pragma/contract";
import type { Envelope } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ChangeRequest } from "./change-request.ts";

/** A request as it is stored: sealed as a whole, since any part of a document may be a secret. */
export function sealRequest(core: Core, organizationId: string, request: ChangeRequest): string {
  return JSON.stringify(core.services.keyring.box(organizationId).seal(request as unknown as Json));
}

/** @throws DecryptionError */
export function openRequest(core: Core, organizationId: string, sealed: string): ChangeRequest {
  return core.services.keyring.box(organizationId).open(JSON.parse(sealed) as Envelope) as unknown as ChangeRequest;
}
