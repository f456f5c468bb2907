import type { Core } from "@pragma/core";
import {
  type ClaimedDeployment,
  claimDeployment,
  failDeployment,
  NOT_DEPLOYED,
  switchDeployment,
} from "@pragma/core/providers/worker";
import { deployProviderJob, enqueue, type JobPayload } from "@pragma/jobs";
import { ProviderCallError, type ProviderSupervisor } from "@pragma/runtime";
import type { ProviderCatalog } from "./provider-catalog.ts";

/** For the new version to start and say what it is. */
const START_DEADLINE_MS = 30_000;

/**
 * Has a version serve, once it has shown that it starts. One that does not leaves the version before it serving. Events
 * that were handed over before finish on the version they have; its process goes when it is idle. What the platform cannot
 * carry out in a few tries fails, so that it does not block later deployments.
 * @param goingDown aborts the trial start, since the worker stops: another one deploys it
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
    else if (goingDown.aborted) await enqueue(core.db, deployProviderJob, job);
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
