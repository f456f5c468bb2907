import type { Json } from "@pragma/contract";
import {
  checkIJson,
  findForgedEnvelope,
  formatPath,
  hideSealedKeys,
  sealPaths,
  sensitivePaths,
  tooManySensitive,
} from "@pragma/language";
import { validateValue } from "../../foundation/schemas/index.ts";
import { collectSecrets, taintedPaths } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Claim } from "./claim.ts";
import { claimSecrets } from "./claim-secrets.ts";

export type SealedOutputs = { ok: true; outputs: Json } | { ok: false; message: string };

/**
 * Validates a provider's outputs against the type's schema, and seals everything sensitive: fields that the schema
 * flags, and any text that contains one of them, or a sensitive value that the handler has seen (`claimSecrets`), whatever
 * the schema says. An object with such a value in a key is sealed as a whole.
 */
export async function sealOutputs(core: Core, claim: Claim, answered: Json | null): Promise<SealedOutputs> {
  const { type } = claim;
  const outputs = answered ?? {};
  if (!type) return { ok: false, message: "The type of the resource is gone" };
  if (type.builtIn) return { ok: true, outputs };
  const box = core.services.keyring.box(claim.organizationId);
  const fault = checkIJson(outputs);
  if (fault) return broken(`${placeOf(fault.loc)} ${fault.msg}`);
  const forged = findForgedEnvelope(outputs);
  if (forged) return broken(`${placeOf(forged)} has the key $encrypted, which is reserved`);
  const [issue] = await validateValue(core.services.validator, claim.organizationId, type, "outputs", {
    value: outputs,
    prefix: ["outputs"],
  });
  if (issue) return broken(hideSealedKeys(issue, ["outputs"], type.outputAnnotations, outputs).msg);
  const flagged = sensitivePaths(type.outputAnnotations, outputs);
  const tooManyFlagged = tooManySensitive(flagged);
  if (tooManyFlagged !== null) return broken(`outputs ${tooManyFlagged}`);
  const sealed = sealPaths(outputs, flagged, box);
  const secrets = [...claimSecrets(core, claim), ...collectSecrets(sealed, box)];
  const tainted = taintedPaths(sealed, secrets, type.outputAnnotations.root);
  if (tainted.some((path) => path.length === 0)) {
    return broken("outputs has a key that holds a sensitive value, which only values may");
  }
  const excess = tooManySensitive([...flagged, ...tainted]);
  if (excess !== null) return broken(`outputs ${excess}`);
  return { ok: true, outputs: sealPaths(sealed, tainted, box) };
}

function placeOf(path: readonly (string | number)[]): string {
  return formatPath(["outputs", ...path]);
}

function broken(message: string): SealedOutputs {
  return { ok: false, message: `The provider answered outputs that break their schema: ${message}` };
}
