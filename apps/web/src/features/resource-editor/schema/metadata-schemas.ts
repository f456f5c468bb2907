import type { JsonObject, KeptField } from "@pragma/contract";

const KEY: JsonObject = { type: "string", format: "provider/resource/name" };
const REF: JsonObject = {
  type: "object",
  properties: { provider: { type: "string" }, resource: { type: "string" }, name: { type: "string" } },
  required: ["provider", "resource", "name"],
};

/** Schemas of the fields beside the config, for completion and hover. */
export const METADATA_SCHEMAS: Record<KeptField | "depends_on", JsonObject> = {
  tags: { type: "array", items: { type: "string" }, description: "Labels to find it by" },
  owner_references: {
    type: "array",
    items: { anyOf: [KEY, REF] },
    description: "Deleted when its last owner is deleted",
  },
  deletion_protected: { type: "boolean", description: "Refuses to delete it" },
  depends_on: { type: "array", items: KEY, description: "Resources it waits for besides those it references" },
};
