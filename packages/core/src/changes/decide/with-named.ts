import { parseKey, type ResourceRef, type ValidationIssue } from "@pragma/contract";
import { findIdentities } from "@pragma/db/queries";
import { validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ChangeRequest, RequestedDocument } from "../request/change-request.ts";
import { KnownRows } from "./conditions.ts";

/** A resource that a request names by its id, to be among its documents. */
interface Named extends Pick<RequestedDocument, "again" | "replaced" | "drift"> {
  id: string;
  loc: ValidationIssue["loc"];
}

/**
 * A request with what it applies again or replaces, and whose drift it decides, among its documents, after those that it has.
 * @throws DomainError validation_failed for ids of what does not exist
 */
export async function withNamed(
  core: Core,
  organizationId: string,
  { reapply = [], replace = [], drift = [], ...request }: ChangeRequest,
): Promise<ChangeRequest> {
  const named: Named[] = [
    ...reapply.map((id, index) => ({ id, loc: ["body", "reapply", index], again: index })),
    ...replace.map((id, index) => ({ id, loc: ["body", "replace", index], again: index, replaced: true as const })),
    ...drift.map(({ resource: id, choice }, index) => {
      return { id, loc: ["body", "drift", index, "resource"], drift: { index, choice } };
    }),
  ];
  if (named.length === 0) return request;
  const ids = named.map(({ id }) => id);
  const rows = new KnownRows(await findIdentities(core.db.tenant(organizationId), ids), new Map());
  const missing = named.flatMap(({ id, loc }): ValidationIssue[] =>
    rows.find(id) ? [] : [{ loc, msg: `${id} does not exist`, type: "not_found" }],
  );
  if (missing.length > 0) throw validationError(missing);
  const documents = named.map(({ id, loc: _, ...how }): RequestedDocument => {
    const { provider, resource, name } = parseKey(rows.keyOf(id)) as ResourceRef;
    return { ...how, input: { provider, resource, name, config: {}, lifecycle_state: "pending" } };
  });
  return { ...request, documents: [...request.documents, ...documents] };
}
