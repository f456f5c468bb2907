import type { DeployOptions, ProviderStatus } from "@pragma/sdk";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { statusFields } from "./status-fields.ts";

export interface DeployRequest {
  /** By default the newest successful build. */
  version: string | undefined;
  force: boolean;
  wait: boolean;
  timeout: number | undefined;
}

/** Deploys a version, waits for it if requested, and reports the status. */
export async function deployVersion(session: Session, provider: string, request: DeployRequest): Promise<void> {
  const { version, force, wait, timeout } = request;
  const { providers } = await session.client();
  const { signal } = session.io;
  const wanted: DeployOptions = { ...(version === undefined ? {} : { version }), ...(force ? { force } : {}) };
  let deployment: ProviderStatus = await providers.deploy(provider, { ...wanted, signal });
  if (wait) {
    session.note(`Deploying ${provider} ${deployment.version}`);
    const { version: chosen } = deployment;
    deployment = await sayOnInterrupt(
      session,
      () => `The deployment goes on: \`pragma providers status ${provider}\` says how it stands.`,
      () => providers.waitForDeployment(provider, { version: chosen, timeout, signal }),
    );
  }
  await session.emit(deployment, () => statusFields(provider, deployment, session.style));
}
