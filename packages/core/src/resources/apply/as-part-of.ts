import type { ApplyInput } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { isOwnedBy } from "../references/refs.ts";

/**
 * Input of a handler for a sub-resource of its own resource, whatever has become of that meanwhile: a new one belongs to the
 * owner alone, and one that exists keeps all of its owners.
 * @param owner key of the handler's resource
 * @param input with the owner as its only one
 * @throws DomainError bad_request if it exists and has other owners only
 */
export function asPartOf(owner: string, input: ApplyInput, existing: ResourceRow | undefined): ApplyInput {
  if (!existing) return input;
  if (!isOwnedBy(existing, owner)) {
    throw new DomainError("bad_request", `${existing.key} exists, and does not belong to ${owner}`);
  }
  return { ...input, owner_references: undefined };
}
