import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Capabilities of a type's provider beyond making its objects: `read`, `observe`, `identity`, `import`, `list`, `logs`, `health`. Nothing for an unknown type. */
export async function listCapabilities(
  core: Core,
  { organizationId }: RequestContext,
  { provider, resource }: { provider: string; resource: string },
): Promise<readonly string[]> {
  const types = await core.reading(organizationId, (reader) => reader.types.current(organizationId));
  return types.find(provider, resource)?.capabilities ?? [];
}
