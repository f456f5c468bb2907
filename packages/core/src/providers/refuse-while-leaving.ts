import type { DeploymentRow } from "@pragma/db/queries";
import { DomainError } from "../foundation/common/errors.ts";

/** @throws DomainError deletion_in_progress */
export function refuseWhileLeaving(provider: string, deployment: DeploymentRow | undefined): void {
  if (deployment?.deleting_since == null) return;
  throw new DomainError(
    "deletion_in_progress",
    `The provider ${provider} is being deleted; wait until its last resource has gone`,
  );
}
