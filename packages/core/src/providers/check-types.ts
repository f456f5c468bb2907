import type { Json, ValidationIssue } from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { Core } from "../foundation/unit-of-work/core.ts";

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
  return findFault(provider, types, (schema) => core.services.validator.checkSchema(schema, organizationId));
}

/** `checkTypes` for a provider that is part of the product: its schemas have no deadline, so a busy machine refuses none. */
export async function checkShippedTypes(
  core: Core,
  provider: string,
  types: ProviderDescription["types"],
): Promise<string | null> {
  return findFault(provider, types, async (schema) => core.services.validator.checkTrustedSchema(schema));
}

async function findFault(
  provider: string,
  types: ProviderDescription["types"],
  check: (schema: Json) => Promise<ValidationIssue[]>,
): Promise<string | null> {
  const names = Object.keys(types);
  if (names.length === 0) return `The provider ${provider} defines no types`;
  if (names.length > MAX_TYPES)
    return `The provider ${provider} defines ${names.length} types; ${MAX_TYPES} are allowed`;
  for (const [resource, type] of Object.entries(types)) {
    for (const part of ["schema", "outputs_schema"] as const) {
      const [issue] = await check(type[part]);
      if (issue) return `${part} of ${provider}/${resource}: ${issue.msg}`;
    }
  }
  return null;
}
