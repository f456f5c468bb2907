import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { ProviderArtefact } from "@pragma/runtime";
import type { PushedArtefacts } from "./pushed-artefacts.ts";
import type { ShippedProviders } from "./shipped-providers.ts";

/**
 * Finds the program that serves a version of a provider: a shipped one, or one that the organization pushed. Versions
 * tell them apart, since only pushed ones are named by a time.
 */
export class ProviderCatalog {
  readonly #shipped: ShippedProviders;
  readonly #pushed: PushedArtefacts;

  constructor(shipped: ShippedProviders, pushed: PushedArtefacts) {
    this.#shipped = shipped;
    this.#pushed = pushed;
  }

  /** @returns undefined if it cannot run here: the package is broken or of another release, or the build is kept no longer */
  async find(organizationId: string, provider: string, version: string): Promise<ProviderArtefact | undefined> {
    if (PROVIDER_VERSION_PATTERN.test(version)) return this.#pushed.find(organizationId, provider, version);
    return this.#shipped.get(provider);
  }
}
