import type { DeployOptions, ProviderStatus } from "@pragma/sdk";
import type { Session } from "../session/session.ts";
import { statusFields } from "./status-fields.ts";

export interface DeployRequest {
  /** The newest good build if left out. */
  version: string | undefined;
  force: boolean;
  wait: boolean;
  timeout: number | undefined;
}

/** Has a version serve, waits for that if asked for, and says how it stands. */
export async function deployVersion(session: Session, provider: string, request: DeployRequest): Promise<void> {
  const { version, force, wait, timeout } = request;
  const { providers } = await session.client();
  const { signal } = session.io;
  const wanted: DeployOptions = { ...(version === undefined ? {} : { version }), ...(force ? { force } : {}) };
  let deployment: ProviderStatus = await providers.deploy(provider, { ...wanted, signal });
  if (wait) {
    session.note(`Deploying ${provider} ${deployment.version}`);
    deployment = await providers.waitForDeployment(provider, { version: deployment.version, timeout, signal });
  }
  await session.emit(deployment, () => statusFields(provider, deployment, session.style));
}
