import { type ApplyInput, resourceId } from "@pragma/contract";
import type { IdentifiedRow, ResourceRow } from "@pragma/db/queries";
import { type DomainError, validationError } from "../../foundation/common/errors.ts";
import type { KnownType } from "../../foundation/types/index.ts";

/**
 * The identity of what a resource is, or is to take over: as given, or as before. Once it was provisioned it stays.
 * @throws DomainError validation_failed for a type that cannot take anything over, and for another identity than the resource has
 */
export function checkAdoption(
  input: ApplyInput,
  existing: Pick<ResourceRow, "identity" | "provisioned"> | undefined,
  type: KnownType | undefined,
): string | null {
  const { adopt } = input;
  const known = existing?.identity ?? null;
  if (adopt === undefined || adopt === known) return known;
  if (existing?.provisioned) {
    if (adopt === null) return known;
    const what = known === null ? "has a thing of its own" : `is "${known}"`;
    throw refused(`${resourceId(input)} ${what}: it cannot take over "${adopt}"`, "other_identity");
  }
  if (adopt !== null && type && !type.capabilities.includes("import")) {
    throw refused(
      `${type.provider}/${type.resource} cannot take over what exists: its provider has no handler for that`,
      "cannot_adopt",
    );
  }
  return adopt;
}

/** A resource that names a thing through its connection. */
type Claimant = Pick<ResourceRow, "key" | "connection">;

/**
 * The resource that manages a thing, or is to take it over.
 * @param rows resources of the thing
 * @param counts whether one counts, of those that do one or the other
 * @returns its id; undefined if there is none but `claimant`
 */
export function managerAmong(
  rows: readonly IdentifiedRow[],
  claimant: Claimant,
  counts: (row: IdentifiedRow) => boolean = () => true,
): string | undefined {
  const others = rows.filter(({ key }) => key !== claimant.key);
  return others.find((row) => row.connection === claimant.connection && counts(row))?.id;
}

/** The error for a thing that another resource manages. */
export function managedBy(identity: string, manager: string): DomainError {
  return refused(`"${identity}" is managed by ${manager}: a thing has one resource`, "managed");
}

function refused(msg: string, type: string): DomainError {
  return validationError([{ loc: ["body", "adopt"], msg, type }]);
}
