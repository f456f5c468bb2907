import type { ProviderNetwork } from "@pragma/contract";
import { findBuild } from "@pragma/db/queries";
import type { Core } from "../../core.ts";
import { artefactKey } from "../blob-keys.ts";
import { effectiveNetwork } from "../network.ts";

/** A built version, ready to be unpacked. */
export interface Artefact {
  bytes: Buffer;
  /** SHA-256, in hex. */
  hash: string;
  /** Whether it may reach the network, by its package and by the deployment that last had it serve. */
  network: ProviderNetwork;
}

/** The artefact of a version, or null if it is unknown, not built, or kept no longer. */
export async function readArtefact(
  core: Core,
  organizationId: string,
  provider: string,
  version: string,
): Promise<Artefact | null> {
  const build = await findBuild(core.db.tenant(organizationId), provider, version);
  if (build?.status !== "success" || build.artefact_hash === null) return null;
  const parts: Buffer[] = [];
  for await (const part of core.blobs.read(core.db, organizationId, artefactKey(provider, version))) parts.push(part);
  const network = effectiveNetwork(build.network, build.network_override);
  return { bytes: Buffer.concat(parts), hash: build.artefact_hash, network };
}
