import type { Core } from "@pragma/core";
import { SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { replaceShippedTypes, type ShippedType } from "@pragma/db/queries";
import { loadProviderPackages, type ProviderArtefact, type ProviderSupervisor } from "@pragma/runtime";

/** Finds the program that serves a version of a provider. */
export interface ProviderCatalog {
  find(organizationId: string, provider: string, version: string): ProviderArtefact | undefined;
}

/**
 * Loads the providers shipped with the product: has each describe its types, through the same door as any other
 * provider, and makes them known to every organization. One that cannot be started is left out, with a word in the log.
 */
export async function loadShippedProviders(
  core: Core,
  supervisor: ProviderSupervisor,
  directory: string,
): Promise<ProviderCatalog> {
  const artefacts = new Map<string, ProviderArtefact>();
  for (const artefact of loadProviderPackages(directory)) {
    try {
      await replaceShippedTypes(core.db, artefact.providerId, await describeTypes(supervisor, artefact));
      artefacts.set(artefact.providerId, artefact);
    } catch (error) {
      core.logger.error({ err: error, provider: artefact.providerId }, "a shipped provider cannot be used");
    }
  }
  core.types.invalidate();
  return { find: (_organizationId, provider) => artefacts.get(provider) };
}

async function describeTypes(supervisor: ProviderSupervisor, artefact: ProviderArtefact): Promise<ShippedType[]> {
  const description = await supervisor.describe({ organizationId: SHIPPED_ORGANIZATION_ID, artefact });
  return Object.entries(description.types).map(([resource, type]) => ({
    provider: artefact.providerId,
    resource,
    version: artefact.version,
    schema: JSON.stringify(type.schema),
    outputs_schema: JSON.stringify(type.outputs_schema),
    description: type.description,
    tags: type.tags,
    capabilities: type.methods.filter((method) => method === "observe" || method === "logs" || method === "health"),
  }));
}
