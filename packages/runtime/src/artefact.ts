/** A built provider, ready to run: what a shipped package and a pushed one have in common. */
export interface ProviderArtefact {
  providerId: string;
  version: string;
  /** Absolute path of the module whose default export is the provider. */
  entryPath: string;
  /** Whether it may reach the network. Enforced by drivers that sandbox. */
  network: "host" | "none";
  /**
   * The program and its arguments, for a provider in another language: it speaks the protocol on stdin and stdout. Left
   * out, Node loads `entryPath`.
   */
  command?: readonly string[];
}

/** How people call it: `postgres 0.1.0`. */
export function artefactLabel(artefact: ProviderArtefact): string {
  return `${artefact.providerId} ${artefact.version}`;
}

/** The same for the same program, wherever it is asked for. */
export function artefactKey(artefact: ProviderArtefact): string {
  return JSON.stringify([artefact.providerId, artefact.version, artefact.entryPath, artefact.command ?? null]);
}
