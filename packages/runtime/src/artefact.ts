import { dirname } from "node:path";
import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";

/** A built provider, ready to run: the common form of shipped and pushed packages. */
export interface ProviderArtefact {
  providerId: string;
  version: string;
  /** Absolute path of the module whose default export is the provider. */
  entryPath: string;
  /**
   * Absolute path of the folder that the provider may read, its package. It must be readable by every account; the
   * folders above it need not be. By default the folder of `entryPath`.
   */
  folder?: string;
  /** Whether it may reach the network. Enforced by sandboxes that can. */
  network: "host" | "none";
  /**
   * The program and its arguments, for a provider in another language: it speaks the protocol on stdin and stdout. By
   * default Node loads `entryPath`.
   */
  command?: readonly string[];
}

/** Path of the folder that the provider may read. */
export function artefactFolder(artefact: ProviderArtefact): string {
  return artefact.folder ?? dirname(artefact.entryPath);
}

/** Its display name: `postgres 0.1.0`. */
export function artefactLabel(artefact: ProviderArtefact): string {
  return `${artefact.providerId} ${artefact.version}`;
}

/** A key that is equal for the same program with the same rights. */
export function artefactKey({ providerId, version, entryPath, command, network }: ProviderArtefact): string {
  return JSON.stringify([providerId, version, entryPath, command ?? null, network]);
}

/**
 * Whether it came with the platform, or from its operator. The version tells, since only pushed ones are named by a
 * time.
 */
export function isShipped({ version }: Pick<ProviderArtefact, "version">): boolean {
  return !PROVIDER_VERSION_PATTERN.test(version);
}
