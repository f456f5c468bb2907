import { putProviderHealth } from "@pragma/db/queries";
import { storableText } from "../../foundation/common/storable-text.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

const MAX_MESSAGE_CHARACTERS = 1024;

/**
 * Records the health of a provider's processes, own or shipped: the `healthy` of `GET /providers/{id}/deployment`. The
 * last report wins, whichever worker makes it, so report changes only.
 */
export async function reportProviderHealth(
  core: Core,
  organizationId: string,
  provider: string,
  { healthy, message = null }: { healthy: boolean; message?: string | null },
): Promise<void> {
  const text = message === null ? null : storableText(message).slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed();
  await putProviderHealth(core.db.tenant(organizationId), provider, { healthy, message: text });
}
