import type { ResourceType } from "@pragma/contract";
import type { RequestContext } from "../foundation/callers/caller.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** The types that the caller's organization can use, optionally those of one provider. */
export async function listResourceTypes(
  core: Core,
  context: RequestContext,
  filter: { provider?: string | undefined },
): Promise<ResourceType[]> {
  const { organizationId } = context;
  const types = await core.reading(organizationId, (reader) => reader.types.current(organizationId));
  return types
    .all()
    .filter((type) => filter.provider === undefined || type.provider === filter.provider)
    .map((type) => ({
      provider: type.provider,
      resource: type.resource,
      schema: type.schema,
      outputs_schema: type.outputsSchema,
      string_references: type.stringReferences,
      description: type.description,
      tags: [...type.tags],
      created_at: type.createdAt,
      updated_at: type.updatedAt,
    }));
}
