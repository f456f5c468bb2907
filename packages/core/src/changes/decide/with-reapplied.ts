import { parseKey, type ResourceRef, type ValidationIssue } from "@pragma/contract";
import { findIdentities } from "@pragma/db/queries";
import { validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ChangeRequest, RequestedDocument } from "../request/change-request.ts";
import { KnownRows } from "./conditions.ts";

/**
 * A request with what it applies again among its documents, after those that it has.
 * @throws DomainError validation_failed for ids of what does not exist
 */
export async function withReapplied(
  core: Core,
  organizationId: string,
  { reapply = [], ...request }: ChangeRequest,
): Promise<ChangeRequest> {
  if (reapply.length === 0) return request;
  const rows = new KnownRows(await findIdentities(core.db.tenant(organizationId), reapply), new Map());
  const missing = reapply.flatMap((id, index): ValidationIssue[] =>
    rows.find(id) ? [] : [{ loc: ["body", "reapply", index], msg: `${id} does not exist`, type: "not_found" }],
  );
  if (missing.length > 0) throw validationError(missing);
  const again = reapply.map((id, index): RequestedDocument => {
    const { provider, resource, name } = parseKey(rows.keyOf(id)) as ResourceRef;
    return { input: { provider, resource, name, config: {}, lifecycle_state: "pending" }, again: index };
  });
  return { ...request, documents: [...request.documents, ...again] };
}
