import type { FieldOf, GivenField, JsonObject, KindOf } from "@pragma/contract";
import { FIELD_KINDS } from "@pragma/contract/resource-field-kinds";

const KEY: JsonObject = { type: "string", format: "provider/resource/name" };
const REF: JsonObject = {
  type: "object",
  properties: { provider: { type: "string" }, resource: { type: "string" }, name: { type: "string" } },
  required: ["provider", "resource", "name"],
};

type MetadataField = Exclude<GivenField, FieldOf<"identity"> | "config">;

/** Descriptions of the fields beside the config; null for those the editor does not suggest. A missing one does not compile. */
const DESCRIPTIONS = {
  connection: "Connection of the provider that it uses, by name; null for none",
  tags: "Labels to find it by",
  owner_references: "Deleted when its last owner is deleted",
  deletion_protected: "Refuses to delete it",
  depends_on: "Resources it waits for besides those it references",
  // Both stand in what was read.
  dependencies: null,
  lifecycle_state: null,
} as const satisfies Record<MetadataField, string | null>;

type SuggestedField = {
  [Field in MetadataField]: (typeof DESCRIPTIONS)[Field] extends null ? never : Field;
}[MetadataField];

/** By the kind of a field. One that is missing here does not compile. */
const SCHEMAS: Record<KindOf<SuggestedField>, JsonObject> = {
  words: { type: "array", items: { type: "string" } },
  reference: { anyOf: [{ type: "string" }, REF, { type: "null" }] },
  references: { type: "array", items: { anyOf: [KEY, REF] } },
  flag: { type: "boolean" },
  keys: { type: "array", items: KEY },
};

/** Schemas of the fields beside the config, for completion and hover. */
export const METADATA_SCHEMAS: JsonObject = Object.fromEntries(
  Object.entries(DESCRIPTIONS).flatMap(([field, description]) =>
    description === null ? [] : [[field, { ...SCHEMAS[FIELD_KINDS[field as SuggestedField].kind], description }]],
  ),
);
