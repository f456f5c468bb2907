import type { Core } from "@pragma/core";
import { checkTypes, typeRows } from "@pragma/core/providers";
import { sealsMore } from "@pragma/core/sealing";
import { SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { requestShippedTypeSeals } from "@pragma/db/maintenance";
import { findShippedTypesOf, keepShippedTypesOf, replaceShippedTypes } from "@pragma/db/queries";
import { loadProviderPackages, type ProviderArtefact, type ProviderSupervisor } from "@pragma/runtime";

/**
 * Loads the providers shipped with the product: lets each describe its types, like any other provider, and registers
 * them for every organization. One that cannot be loaded or started is skipped, with a log line, and its types stay as
 * they were: a worker of another release may serve them. Types of providers that are no longer shipped are removed.
 * @returns their programs, by provider
 */
export async function loadShippedProviders(
  core: Core,
  supervisor: ProviderSupervisor,
  directory: string,
): Promise<ReadonlyMap<string, ProviderArtefact>> {
  const artefacts = new Map<string, ProviderArtefact>();
  const broken: string[] = [];
  const found = loadProviderPackages(directory, (path, error) => {
    broken.push(path);
    core.services.logger.error({ err: error, path }, "a shipped provider cannot be used");
  });
  await Promise.all(
    found.map(async (artefact) => {
      try {
        await makeKnown(core, supervisor, artefact);
        artefacts.set(artefact.providerId, artefact);
      } catch (error) {
        core.services.logger.error({ err: error, provider: artefact.providerId }, "a shipped provider cannot be used");
      }
    }),
  );
  // A broken package does not tell which provider it is, so then none is treated as removed.
  if (broken.length === 0)
    await keepShippedTypesOf(
      core.db,
      found.map(({ providerId }) => providerId),
    );
  return artefacts;
}

/** @throws Error naming the type whose schema cannot be used */
async function makeKnown(core: Core, supervisor: ProviderSupervisor, artefact: ProviderArtefact): Promise<void> {
  const { providerId, version } = artefact;
  const { types } = await supervisor.describe({ organizationId: SHIPPED_ORGANIZATION_ID, artefact });
  const fault = await checkTypes(core, SHIPPED_ORGANIZATION_ID, providerId, types);
  if (fault !== null) throw new Error(fault);
  const rows = typeRows(providerId, version, types);
  const sealed = sealsMore(await findShippedTypesOf(core.db, providerId), rows);
  await replaceShippedTypes(core.db, providerId, rows);
  if (sealed) await requestShippedTypeSeals(core.db, providerId);
}
