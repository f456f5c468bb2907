import type { ProviderNetwork } from "@pragma/contract";
import { findBuild } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { artefactKey } from "../blob-keys.ts";
import { effectiveNetwork } from "../network.ts";

/** Facts about the artefact of a version. */
export interface ArtefactFacts {
  /** `sha256:…` */
  hash: string;
  /** Whether it may reach the network, by its package and by its latest deployment. */
  network: ProviderNetwork;
}

/** A built version, ready to be unpacked. */
export interface Artefact extends ArtefactFacts {
  bytes: Buffer;
}

/** The facts about a version's artefact, without its bytes; null if it is unknown, not built, or no longer kept. */
export async function findArtefact(
  core: Core,
  organizationId: string,
  provider: string,
  version: string,
): Promise<ArtefactFacts | null> {
  const build = await findBuild(core.db.tenant(organizationId), provider, version);
  if (build?.status !== "success" || build.artefact_hash === null) return null;
  return { hash: build.artefact_hash, network: effectiveNetwork(build.network, build.network_override) };
}

/** The artefact of a version, or null if it is unknown, not built, or no longer kept. */
export async function readArtefact(
  core: Core,
  organizationId: string,
  provider: string,
  version: string,
): Promise<Artefact | null> {
  const facts = await findArtefact(core, organizationId, provider, version);
  if (!facts) return null;
  const parts: Buffer[] = [];
  for await (const part of core.services.blobs.read(core.db, organizationId, artefactKey(provider, version)))
    parts.push(part);
  return { ...facts, bytes: Buffer.concat(parts) };
}
