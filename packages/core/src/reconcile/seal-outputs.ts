import type { Json } from "@pragma/contract";
import type { Core } from "../core.ts";
import { checkIJson, formatPath } from "../json/index.ts";
import { sensitivePaths } from "../schemas/index.ts";
import { collectSecrets, findForgedEnvelope, sealPaths, taintedPaths } from "../secrets/index.ts";
import { validateValue } from "../types/index.ts";
import type { Claim } from "./claim.ts";

export type SealedOutputs = { ok: true; outputs: Json } | { ok: false; message: string };

/**
 * Holds what a provider answered against the type's schema, and seals what is sensitive: fields the schema flags, and
 * any text that holds a sensitive value of the config, or of a resource the handler was told about, whatever the schema
 * says.
 */
export async function sealOutputs(core: Core, claim: Claim, answered: Json | null): Promise<SealedOutputs> {
  const { type } = claim;
  const outputs = answered ?? {};
  if (!type) return { ok: false, message: "The type of the resource is gone" };
  if (type.builtIn) return { ok: true, outputs };
  const box = core.keyring.box(claim.organizationId);
  const fault = checkIJson(outputs);
  if (fault) return broken(fault.loc, fault.msg);
  const forged = findForgedEnvelope(outputs);
  if (forged) return broken(forged, "The key $encrypted is reserved");
  const [issue] = await validateValue(core, claim.organizationId, type, "outputs", { value: outputs });
  if (issue) return broken(issue.loc, issue.msg);
  const secrets = [claim.payload, ...(claim.told ?? [])].flatMap((value) => collectSecrets(value, box));
  const paths = [...sensitivePaths(type.outputAnnotations, outputs), ...taintedPaths(outputs, secrets)];
  return { ok: true, outputs: sealPaths(outputs, paths, box) };
}

function broken(path: readonly (string | number)[], message: string): SealedOutputs {
  return {
    ok: false,
    message: `The provider answered outputs that break their schema: ${formatPath(["outputs", ...path])}: ${message}`,
  };
}
