import { endDeployment } from "@pragma/db/queries";
import { storableText } from "../../foundation/common/storable-text.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ClaimedDeployment } from "./claim-deployment.ts";

const MAX_ERROR_CHARACTERS = 4096;

/**
 * Fails a deployment; the previous version keeps serving.
 * @param message for the person who deployed it: what went wrong, and what to do
 * @returns false if another worker has taken it over, or its provider is being deleted
 */
export async function failDeployment(core: Core, deployment: ClaimedDeployment, message: string): Promise<boolean> {
  const text = storableText(message).slice(0, MAX_ERROR_CHARACTERS).toWellFormed();
  const tenant = core.db.tenant(deployment.organizationId);
  return (await endDeployment(tenant, deployment, "failed", text)) !== undefined;
}
