import type { Json } from "@pragma/contract";
import type { Core } from "../core.ts";
import { collectSecrets } from "../secrets/index.ts";
import type { Claim } from "./claim.ts";

/**
 * All sensitive texts that a provider sees while it runs an event: in the config, in the one before, and in the outputs
 * it gave last. None of them may stay in what it says.
 * @throws DecryptionError
 */
export function claimSecrets(core: Core, claim: Claim): string[] {
  const box = core.keyring.box(claim.organizationId);
  const { outputs } = claim.resource;
  const seen: Json[] = [claim.payload, claim.previousConfig, outputs === null ? null : (JSON.parse(outputs) as Json)];
  return [...new Set(seen.flatMap((value) => collectSecrets(value, box)))];
}
