import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { KnownType } from "@pragma/core/types";
import type { ProviderArtefact } from "@pragma/runtime";
import { includesPushed, type ProviderScope } from "./provider-scope.ts";
import type { PushedArtefacts } from "./pushed-artefacts.ts";
import type { ShippedProviders } from "./shipped-providers.ts";

/**
 * Finds the program for a version of a provider: a shipped one, or one that the organization pushed. The version tells
 * which, since only pushed ones are named by a time.
 */
export class ProviderCatalog {
  readonly #shipped: ShippedProviders;
  readonly #pushed: PushedArtefacts;
  readonly #scope: ProviderScope;

  /** @param scope what the worker may run */
  constructor(shipped: ShippedProviders, pushed: PushedArtefacts, scope: ProviderScope) {
    this.#shipped = shipped;
    this.#pushed = pushed;
    this.#scope = scope;
  }

  /** Whether this worker runs the provider of a type for an organization. */
  runs(
    organizationId: string,
    { provider, resource, version }: Pick<KnownType, "provider" | "resource" | "version">,
  ): boolean {
    if (PROVIDER_VERSION_PATTERN.test(version)) return includesPushed(this.#scope, organizationId, provider);
    return this.#shipped.serves(provider, resource);
  }

  /** The providers whose looks this worker takes, as the database compares them. */
  lanes(): { shipped: string[]; pushed: readonly string[] } {
    return { shipped: this.#shipped.names(), pushed: this.#scope.pushed };
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
