import { resourceKey } from "@pragma/contract";
import { findRequest, type PlannedRow } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { ConcurrentChange } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { Basis } from "./decide/decision.ts";
import type { ChangeRequest } from "./request/change-request.ts";
import { openRequest, sealRequest } from "./request/seal-request.ts";

/** A plan as it is stored; JSON is text. */
export interface StoredRequest {
  request: string;
  /** The request without what was found unchanged; null if that is most of it. */
  part: string | null;
  basis: string;
}

/**
 * Seals a request for its plan. Of one that changes little of much, the part that it changes is sealed once more: applying it
 * opens only that.
 */
export function storedRequest(core: Core, organizationId: string, request: ChangeRequest, basis: Basis): StoredRequest {
  const part = basis.unchanged ? partOf(request, basis) : null;
  const isLittle = part !== null && part.documents.length * 2 <= request.documents.length;
  return {
    request: sealRequest(core, organizationId, request),
    part: isLittle ? sealRequest(core, organizationId, part) : null,
    basis: JSON.stringify(basis),
  };
}

/**
 * Opens the request of a plan.
 * @param isWhole with all of its documents
 * @returns the request, or its part
 * @throws ConcurrentChange if the plan has ended meanwhile
 */
export async function openStored(
  core: Core,
  { organizationId }: RequestContext,
  { id, is_part, request: found }: Pick<PlannedRow, "id" | "is_part" | "request">,
  isWhole: boolean,
): Promise<ChangeRequest> {
  const sealed = isWhole && is_part ? await findRequest(core.db.tenant(organizationId), id) : found;
  if (sealed === null) throw new ConcurrentChange();
  return openRequest(core, organizationId, sealed);
}

/** A request without the documents that its plan found unchanged. */
export function partOf(request: ChangeRequest, { touched }: Pick<Basis, "touched">): ChangeRequest {
  const keys = new Set(Object.keys(touched));
  return { ...request, documents: request.documents.filter(({ input }) => keys.has(resourceKey(input))) };
}
