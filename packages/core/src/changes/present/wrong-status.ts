import type { StoredChange } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";

/** Why a change cannot take a step. @param step such as "applied" */
export function wrongStatus({ id, status }: Pick<StoredChange, "id" | "status">, step: string): DomainError {
  return new DomainError("conflict", `The change ${id} is ${status} and cannot be ${step}`, {
    change_id: id,
    change_status: status,
  });
}
