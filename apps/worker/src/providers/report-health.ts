import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { reportProviderHealth, servedVersion } from "@pragma/core/providers/worker";
import type { ProviderHealth, ProviderTarget } from "@pragma/runtime";

/**
 * Records the health of a provider's processes. A version that was only tried, or is no longer in service, says nothing
 * about the provider. Never throws: the next change is reported again.
 */
export async function reportHealth(
  core: Core,
  { organizationId, artefact }: ProviderTarget,
  health: ProviderHealth,
): Promise<void> {
  const { providerId, version } = artefact;
  try {
    if (PROVIDER_VERSION_PATTERN.test(version)) {
      if ((await servedVersion(core, organizationId, providerId)) !== version) return;
    }
    await reportProviderHealth(core, organizationId, providerId, health);
  } catch (error) {
    core.services.logger.warn(
      { err: error, provider: providerId, version },
      "a provider's health could not be written",
    );
  }
}
