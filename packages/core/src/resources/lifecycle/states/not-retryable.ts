import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";

/** The error for a retry of a resource that has neither failed nor waits for its next attempt. */
export function notRetryable(row: Pick<ResourceRow, "id" | "lifecycle_state">): DomainError {
  return new DomainError("not_retryable", `${row.id} is ${row.lifecycle_state}, not failed`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
    target_state: "pending",
  });
}
