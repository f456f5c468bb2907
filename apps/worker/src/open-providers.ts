import { RedactedValues } from "@pragma/core/secrets";
import { ProviderSupervisor } from "@pragma/runtime";
import { ProviderCatalog } from "./providers/provider-catalog.ts";
import { type OpenPlace, openPlace } from "./providers/provider-place.ts";
import { EVERY_PROVIDER } from "./providers/provider-scope.ts";
import { PushedArtefacts } from "./providers/pushed-artefacts.ts";
import { reportHealth } from "./providers/report-health.ts";
import { checkScope, ShippedProviders } from "./providers/shipped-providers.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** The providers of a worker, and where they run. */
export interface OpenProviders {
  place: OpenPlace;
  supervisor: ProviderSupervisor;
  shipped: ShippedProviders;
  catalog: ProviderCatalog;
  /** Ends their processes; no shipped provider is loaded any more. */
  endProcesses(): Promise<void>;
  /** Gives back the place and the files of pushed providers. */
  close(): Promise<void>;
}

/**
 * Opens the place where the providers of a worker run, and begins to load those that it ships.
 * @param worker its id
 * @param onLoaded called whenever a shipped provider can be run
 * @throws Error worded for the operator if it does not ship a provider that it is to run
 */
export async function openProviders(
  options: WorkerOptions,
  worker: string,
  onLoaded: () => void,
): Promise<OpenProviders> {
  const { core, providersDirectory: directory, scope = EVERY_PROVIDER } = options;
  checkScope(scope, directory);
  const place = await openPlace(core, options.place, {
    worker,
    systemPrograms: options.systemPrograms ?? false,
    folders: options.providerFolders ?? [],
    egressAllow: options.egressAllow,
  });
  const supervisor = createSupervisor(options, place);
  const shipped = new ShippedProviders({ core, supervisor, directory, scope, onLoaded });
  await shipped.start();
  const artefacts = await PushedArtefacts.open(core);
  return {
    ...{ place, supervisor, shipped },
    catalog: new ProviderCatalog(shipped, artefacts, scope),
    async endProcesses() {
      shipped.close();
      await supervisor.close();
    },
    async close() {
      await place.close();
      await artefacts.close();
    },
  };
}

function createSupervisor(
  { core, providerConcurrency, providerDeadlineMs }: WorkerOptions,
  { driver }: OpenPlace,
): ProviderSupervisor {
  return new ProviderSupervisor(driver, {
    concurrency: providerConcurrency,
    defaultDeadlineMs: providerDeadlineMs,
    // Hardly more is left of a lease when its event is aborted because it could not be renewed.
    graceMs: Math.min(5000, (core.services.settings.leaseSeconds * 1000) / 3),
    createConfidence: () => new RedactedValues(),
    onProcessLog: ({ organizationId, artefact }, { level, message }) =>
      core.services.logger.debug(
        { organization_id: organizationId, provider: artefact.providerId, version: artefact.version, level },
        message,
      ),
    onHealth: (target, health) => void reportHealth(core, target, health),
  });
}
