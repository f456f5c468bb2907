import type { RouterOutputs } from "@pragma/trpc";

/** A resource as it was read, with what tells this version of it from others. */
export type Loaded = RouterOutputs["resources"]["get"];
export type Preview = RouterOutputs["resources"]["preview"];
export type ResourceType = RouterOutputs["resources"]["types"][number];

/** The type of a resource; undefined if there is no such type. */
export function typeOf(
  types: readonly ResourceType[],
  of: { provider: string; resource: string } | null,
): ResourceType | undefined {
  return types.find(({ provider, resource }) => provider === of?.provider && resource === of.resource);
}
