import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { Core } from "../unit-of-work/core.ts";

/** More than any provider has; each costs a compilation of its schemas. */
const MAX_TYPES = 200;

/**
 * Why a provider's types cannot be used, naming the first invalid one; null if they can. A schema may have up to 64
 * KiB, must use JSON Schema 2020-12, and compile within the validator's deadline.
 */
export async function checkTypes(
  core: Core,
  organizationId: string,
  provider: string,
  types: ProviderDescription["types"],
): Promise<string | null> {
  const names = Object.keys(types);
  if (names.length === 0) return `The provider ${provider} defines no types`;
  if (names.length > MAX_TYPES)
    return `The provider ${provider} defines ${names.length} types; ${MAX_TYPES} are allowed`;
  for (const [resource, type] of Object.entries(types)) {
    for (const part of ["schema", "outputs_schema"] as const) {
      const [issue] = await core.services.validator.checkSchema(type[part], organizationId);
      if (issue) return `${part} of ${provider}/${resource}: ${issue.msg}`;
    }
  }
  return null;
}
