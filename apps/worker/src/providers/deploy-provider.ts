import type { Core } from "@pragma/core";
import {
  type ClaimedDeployment,
  claimDeployment,
  failDeployment,
  handBackDeployment,
  NOT_DEPLOYED,
  switchDeployment,
} from "@pragma/core/providers/worker";
import type { deployProviderJob, JobPayload } from "@pragma/jobs";
import { ProviderCallError, type ProviderSupervisor } from "@pragma/runtime";
import type { ProviderCatalog } from "./provider-catalog.ts";

/** Time for the new version to start and describe itself. */
const START_DEADLINE_MS = 30_000;

/**
 * Puts a version into service once a trial start has succeeded. Otherwise the previous version keeps serving. Events
 * handed over before finish on their version; its process ends when it is idle. A deployment that fails for internal
 * reasons fails for good after a few attempts, so that it does not block later ones.
 * @param goingDown aborts the trial start because the worker stops: another one deploys it, and this does not count as a try
 */
export async function deployProvider(
  core: Core,
  supervisor: ProviderSupervisor,
  catalog: ProviderCatalog,
  job: JobPayload<typeof deployProviderJob>,
  goingDown: AbortSignal,
): Promise<void> {
  const deployment = await claimDeployment(core, job);
  if (!deployment) return;
  try {
    const fault = await tryToStart(supervisor, catalog, deployment, goingDown);
    if (fault === null) await serve(core, supervisor, catalog, deployment);
    else if (goingDown.aborted) await handBackDeployment(core, deployment);
    else await failDeployment(core, deployment, fault);
  } catch (error) {
    // The queue tries again, later each time.
    if (!deployment.isLastTry) throw error;
    const { provider, version } = deployment;
    core.services.logger.error({ err: error, provider, version }, "a deployment could not be carried out");
    await failDeployment(core, deployment, NOT_DEPLOYED);
  }
}

async function serve(
  core: Core,
  supervisor: ProviderSupervisor,
  catalog: ProviderCatalog,
  deployment: ClaimedDeployment,
): Promise<void> {
  if (!(await switchDeployment(core, deployment))) return;
  const { organizationId, provider, version, serving } = deployment;
  core.services.logger.info({ provider, version, before: serving }, "a provider was deployed");
  if (serving === null || serving === version) return;
  const before = await catalog.find(organizationId, provider, serving);
  if (before) void supervisor.retire(organizationId, before);
}

/** @returns why it does not start, for whoever deployed it; null if it does */
async function tryToStart(
  supervisor: ProviderSupervisor,
  catalog: ProviderCatalog,
  { organizationId, provider, version, network }: ClaimedDeployment,
  signal: AbortSignal,
): Promise<string | null> {
  const found = await catalog.find(organizationId, provider, version);
  if (!found) return `The program of ${version} is kept no longer: push it again`;
  try {
    const artefact = { ...found, network };
    await supervisor.describe({ organizationId, artefact }, { deadlineMs: START_DEADLINE_MS, signal });
    return null;
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    return `It does not start: ${error.message}`;
  }
}
