import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { ProviderArtefact } from "@pragma/runtime";
import type { PushedArtefacts } from "./pushed-artefacts.ts";

/**
 * Finds the program for a version of a provider: a shipped one, or one that the organization pushed. The version tells
 * which, since only pushed ones are named by a time.
 */
export class ProviderCatalog {
  readonly #shipped: ReadonlyMap<string, ProviderArtefact>;
  readonly #pushed: PushedArtefacts;

  constructor(shipped: ReadonlyMap<string, ProviderArtefact>, pushed: PushedArtefacts) {
    this.#shipped = shipped;
    this.#pushed = pushed;
  }

  /**
   * @returns undefined if it cannot run here: the package is broken or from another release, or the build has been
   * deleted
   */
  async find(organizationId: string, provider: string, version: string): Promise<ProviderArtefact | undefined> {
    if (PROVIDER_VERSION_PATTERN.test(version)) return this.#pushed.find(organizationId, provider, version);
    return this.#shipped.get(provider);
  }
}
