import type { GivenField, LifecycleState, ResourceRef, ShownField } from "@pragma/contract";
import type { JsonObject } from "@pragma/language";

/** Kinds of fields, and what each is once it was read. */
interface Values {
  /** A word that identifies the resource. */
  name: string;
  object: JsonObject;
  words: string[];
  /** Resources by their keys, `provider/resource/name`. */
  keys: string[];
  /** Resources by their keys, or as the objects that the API takes. */
  references: ResourceRef[];
  flag: boolean;
  state: LifecycleState;
}

/** The fields of a document. A field of the API that is missing here does not compile. */
export const FIELDS = {
  provider: "name",
  resource: "name",
  name: "name",
  config: "object",
  depends_on: "keys",
  dependencies: "references",
  owner_references: "references",
  tags: "words",
  deletion_protected: "flag",
  lifecycle_state: "state",
} as const satisfies Record<GivenField, keyof Values>;

/** Fields that the API writes: what was read can be applied again, and they are ignored. */
const SYSTEM = {
  id: true,
  resolved_config: true,
  outputs: true,
  error: true,
  error_kind: true,
  conditions: true,
  generation: true,
  observed_generation: true,
  pending_event_id: true,
  provisioned: true,
  set: true,
  change_id: true,
  created_at: true,
  updated_at: true,
  /** Of `resources describe`. */
  history: true,
} satisfies Record<Exclude<ShownField, GivenField> | "history", true>;

export type FieldName = keyof typeof FIELDS;
export type IdentityField = "provider" | "resource" | "name";

/** The fields of a document that were given, null where they are to be cleared. */
export type FieldValues = {
  [Field in FieldName]?: Values[(typeof FIELDS)[Field]] | null;
};

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];
export const IDENTITY_FIELDS: readonly IdentityField[] = ["provider", "resource", "name"];

export function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

export function isSystemField(name: string): boolean {
  return Object.hasOwn(SYSTEM, name);
}
