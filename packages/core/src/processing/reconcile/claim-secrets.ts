import type { Json } from "@pragma/contract";
import { collectSecrets } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Claim } from "./claim.ts";

/**
 * All sensitive texts that a provider sees while it runs an event: in the config, the previous config, that of its connection, its
 * last outputs, and what it was told about other resources. None of them may remain in its messages, nor in plain in its
 * outputs.
 * @throws DecryptionError
 */
export function claimSecrets(core: Core, claim: Claim): string[] {
  const box = core.services.keyring.box(claim.organizationId);
  const { outputs } = claim.resource;
  const last = outputs === null ? null : (JSON.parse(outputs) as Json);
  const seen: Json[] = [claim.payload, claim.previousConfig, claim.connection, last, ...(claim.told ?? [])];
  return [...new Set(seen.flatMap((value) => collectSecrets(value, box)))];
}
