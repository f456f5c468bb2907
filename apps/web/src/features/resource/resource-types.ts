import type { RouterOutputs } from "@pragma/trpc";

/** A resource and its etag. */
export type Tagged = RouterOutputs["resources"]["get"];
export type Relations = RouterOutputs["resources"]["relations"];
export type RelatedResource = Relations["dependencies"][number];
export type Drift = RouterOutputs["resources"]["drift"];
export type SecretUsers = RouterOutputs["resources"]["secretUsers"];
