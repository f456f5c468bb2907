import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";

/**
 * The strong entity tag of a resource as presented: its row version and the representation. Conditions that name
 * blocking dependencies change without the row, so they contribute a part of their own.
 */
export function resourceEtag(version: string, representation: { revealed: boolean; blockers?: string }): string {
  const parts = [version];
  if (representation.blockers) parts.push(representation.blockers);
  if (representation.revealed) parts.push("reveal");
  return `"${parts.join("-")}"`;
}

/** `If-Match` and `If-None-Match` of a write. */
export interface Preconditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
}

/**
 * Checks the preconditions against the row that the write is based on; the version guards the write itself.
 * @throws DomainError precondition_failed
 */
export function checkPreconditions(
  existing: Pick<ResourceRow, "id" | "version"> | undefined,
  { ifMatch, ifNoneMatch }: Preconditions,
): void {
  if (ifMatch !== undefined && !(existing && matches(ifMatch, existing.version))) {
    throw new DomainError(
      "precondition_failed",
      existing ? `${existing.id} was changed meanwhile: read it again` : "The resource does not exist",
      existing ? { resource_id: existing.id } : {},
    );
  }
  if (ifNoneMatch !== undefined && existing && (ifNoneMatch.trim() === "*" || matches(ifNoneMatch, existing.version))) {
    throw new DomainError("precondition_failed", `${existing.id} exists already`, { resource_id: existing.id });
  }
}

function matches(header: string, version: string): boolean {
  return header.split(",").some((part) => {
    const tag = part.trim();
    return tag === "*" || tag === `"${version}"` || tag.startsWith(`"${version}-`);
  });
}
