import type { Core } from "@pragma/core";
import { SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { keepShippedTypesOf, replaceShippedTypes, type ShippedType } from "@pragma/db/queries";
import { loadProviderPackages, type ProviderArtefact, type ProviderSupervisor } from "@pragma/runtime";

/** Finds the program that serves a version of a provider. */
export interface ProviderCatalog {
  find(organizationId: string, provider: string, version: string): ProviderArtefact | undefined;
}

export const NO_PROVIDERS: ProviderCatalog = { find: () => undefined };

/** Methods that a type may have or not. */
const OPTIONAL = ["observe", "logs", "health"];

/**
 * Loads the providers shipped with the product: has each describe its types, through the same door as any other
 * provider, and makes them known to every organization. One that cannot be loaded or started is left out, with a word in
 * the log, and its types stay as they were: a worker of another release may serve them. The types of providers that are
 * shipped no longer go.
 */
export async function loadShippedProviders(
  core: Core,
  supervisor: ProviderSupervisor,
  directory: string,
): Promise<ProviderCatalog> {
  const artefacts = new Map<string, ProviderArtefact>();
  const broken: string[] = [];
  const found = loadProviderPackages(directory, (path, error) => {
    broken.push(path);
    core.logger.error({ err: error, path }, "a shipped provider cannot be used");
  });
  await Promise.all(
    found.map(async (artefact) => {
      try {
        await replaceShippedTypes(core.db, artefact.providerId, await describeTypes(core, supervisor, artefact));
        artefacts.set(artefact.providerId, artefact);
      } catch (error) {
        core.logger.error({ err: error, provider: artefact.providerId }, "a shipped provider cannot be used");
      }
    }),
  );
  // Which provider a broken package is cannot be told, so then nothing is taken for gone.
  if (broken.length === 0)
    await keepShippedTypesOf(
      core.db,
      found.map(({ providerId }) => providerId),
    );
  core.types.invalidate();
  return { find: (_organizationId, provider) => artefacts.get(provider) };
}

/** @throws Error naming the type whose schema cannot be used */
async function describeTypes(
  core: Core,
  supervisor: ProviderSupervisor,
  artefact: ProviderArtefact,
): Promise<ShippedType[]> {
  const description = await supervisor.describe({ organizationId: SHIPPED_ORGANIZATION_ID, artefact });
  const types: ShippedType[] = [];
  for (const [resource, type] of Object.entries(description.types)) {
    for (const part of ["schema", "outputs_schema"] as const) {
      const [issue] = await core.validator.checkSchema(type[part]);
      if (issue) throw new Error(`${part} of ${artefact.providerId}/${resource}: ${issue.msg}`);
    }
    types.push({
      provider: artefact.providerId,
      resource,
      version: artefact.version,
      schema: JSON.stringify(type.schema),
      outputs_schema: JSON.stringify(type.outputs_schema),
      description: type.description,
      tags: type.tags,
      capabilities: type.methods.filter((method) => OPTIONAL.includes(method)),
    });
  }
  return types;
}
