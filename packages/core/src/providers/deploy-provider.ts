import { type DeployInput, isDeploying, type ProviderNetwork, type ProviderStatus } from "@pragma/contract";
import {
  type DeploymentRow,
  findDeployment,
  findProviderHealth,
  lockProvider,
  wantDeployment,
} from "@pragma/db/queries";
import { deployProviderJob, enqueue } from "@pragma/jobs";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError, validationError } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../foundation/unit-of-work/unit-of-work.ts";
import { incompatible } from "./broken-resources.ts";
import { deployable, findBreaks } from "./deployable.ts";
import { effectiveNetwork } from "./network.ts";
import { presentDeployment } from "./present.ts";
import { readLiveWorkers } from "./readiness/check-readiness.ts";
import { refuseWhileLeaving } from "./refuse-while-leaving.ts";

/**
 * Deploys a version of a provider: the newest successful build, or the requested one, which may be older. A worker
 * starts it first; until that succeeds, or if it fails, the previous version keeps serving.
 *
 * Checks the configs of existing resources against the version's schemas beforehand. Deploying the version that serves
 * already is fine: it is checked again.
 *
 * @throws DomainError validation_failed if it requests a network that its package does not ask for; not_found for an
 *   unknown version; conflict for a build that is unfinished or failed, and while another deployment is under way;
 *   deletion_in_progress; incompatible_schema
 */
export async function deployProvider(
  core: Core,
  context: RequestContext,
  provider: string,
  input: DeployInput = {},
): Promise<ProviderStatus> {
  const { organizationId, actor, correlationId } = context;
  const tenant = core.db.tenant(organizationId);
  // Before anything is locked: it may take a while.
  const { version, network: asked } = await deployable(tenant, provider, input.version ?? undefined);
  refuseWiderNetwork(provider, version, asked, input.network ?? null);
  refuseBusy(provider, await findDeployment(tenant, provider));
  await checkResources(core, context, provider, version, input.force === true);
  const workers = await readLiveWorkers(core);

  return unitOfWork(core, async ({ db, wakeUp }) => {
    const locked = db.tenant(organizationId);
    await lockProvider(locked, provider);
    await deployable(locked, provider, version);
    refuseBusy(provider, await findDeployment(locked, provider));
    const network = input.network ?? null;
    const row = await wantDeployment(locked, provider, {
      version,
      network,
      actor: JSON.stringify(actor),
      correlationId,
    });
    await recordAudit(db, context, {
      action: "provider.deploy",
      target: provider,
      outcome: "success",
      details: { version, from: row.serving_version, force: input.force === true, network },
    });
    await enqueue(db, deployProviderJob, { organizationId, provider });
    wakeUp.jobAdded();
    return presentDeployment(row, await findProviderHealth(locked, provider), workers);
  });
}

/** A deployment can only restrict: what a version may reach is decided in its source. */
function refuseWiderNetwork(
  provider: string,
  version: string,
  asked: ProviderNetwork | null,
  wanted: ProviderNetwork | null,
): void {
  if (wanted !== "host" || effectiveNetwork(asked, wanted) === "host") return;
  const msg = `${provider} ${version} asks for no network, and a deployment cannot give it one: say "network": "host" in "pragma" of its package.json, and push it again`;
  throw validationError([{ loc: ["body", "network"], msg, type: "network" }]);
}

function refuseBusy(provider: string, deployment: DeploymentRow | undefined): void {
  refuseWhileLeaving(provider, deployment);
  if (!deployment || !isDeploying(deployment.status)) return;
  throw new DomainError(
    "conflict",
    `${provider} ${deployment.wanted_version} is being deployed; wait until it is available or failed`,
  );
}

/** @throws DomainError incompatible_schema */
async function checkResources(
  core: Core,
  context: RequestContext,
  provider: string,
  version: string,
  force: boolean,
): Promise<void> {
  const { missing, broken } = await findBreaks(core, context.organizationId, provider, version, force);
  if (broken.length > 0) throw incompatible(provider, version, missing, broken);
}
