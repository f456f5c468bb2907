import type { RouterOutputs } from "@pragma/trpc";

/** A resource as it was read, with what tells this version of it from others. */
export type Loaded = RouterOutputs["resources"]["get"];
export type Preview = RouterOutputs["resources"]["preview"];
export type ResourceType = RouterOutputs["resources"]["types"][number];
