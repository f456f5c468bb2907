import type { FieldOf, GivenField, JsonObject, KindOf } from "@pragma/contract";
import { HANDLING_WORDS } from "@pragma/contract/handling";
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
  adopt: "Identity of an existing thing to take over instead of making one",
  tags: "Labels to find it by",
  owner_references: "Deleted when its last owner is deleted",
  deletion_protected: "Refuses to delete it",
  handling: "How it and the real thing are kept together",
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
  word: { type: "string" },
  words: { type: "array", items: { type: "string" } },
  reference: { anyOf: [{ type: "string" }, REF, { type: "null" }] },
  references: { type: "array", items: { anyOf: [KEY, REF] } },
  flag: { type: "boolean" },
  keys: { type: "array", items: KEY },
  members: {
    type: "object",
    properties: {
      mode: { enum: [...HANDLING_WORDS.mode], description: "observe: it is only read, never changed or deleted" },
      on_delete: {
        enum: [...HANDLING_WORDS.on_delete],
        description: "keep: a deletion forgets it and leaves the real thing",
      },
      ignore: {
        type: "array",
        items: { type: "string" },
        description: "Paths of the config, * for one level: where only these differ, nothing is sent",
      },
      drift: { enum: [...HANDLING_WORDS.drift], description: "What is done about drift" },
      paused: { type: "boolean", description: "Nothing of it is handed to its provider, a deletion included" },
    },
  },
};

/** Schemas of the fields beside the config, for completion and hover. */
export const METADATA_SCHEMAS: JsonObject = Object.fromEntries(
  Object.entries(DESCRIPTIONS).flatMap(([field, description]) =>
    description === null ? [] : [[field, { ...SCHEMAS[FIELD_KINDS[field as SuggestedField].kind], description }]],
  ),
);
