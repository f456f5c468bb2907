import type { Resource, WireApplyInput } from "@pragma/sdk";

/**
 * The fields of a manifest: which of them identify the resource, and which are lists of others that the API takes as
 * objects alone. A field of the API that is missing here does not compile.
 */
const WRITTEN = {
  provider: "identity",
  resource: "identity",
  name: "identity",
  config: "other",
  depends_on: "other",
  dependencies: "resources",
  owner_references: "resources",
  tags: "other",
  deletion_protected: "other",
  lifecycle_state: "other",
} as const satisfies Record<keyof WireApplyInput, string>;

/** Fields that the API writes: the output of `resources get -o yaml` can be applied again. */
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
} satisfies Record<Exclude<keyof Resource, keyof WireApplyInput> | "history", true>;

type Written = typeof WRITTEN;
type FieldOf<Fate extends string> = {
  [Field in keyof Written]: Written[Field] extends Fate ? Field : never;
}[keyof Written];

function fieldsOf<Fate extends string>(fate: Fate): FieldOf<Fate>[] {
  return Object.entries(WRITTEN).flatMap(([field, of]) => (of === fate ? [field as FieldOf<Fate>] : []));
}

export const IDENTITY_FIELDS = fieldsOf("identity");
export const RESOURCES_FIELDS = fieldsOf("resources");
export const WRITTEN_FIELDS = Object.keys(WRITTEN) as (keyof Written)[];

export function isSystemField(name: string): boolean {
  return Object.hasOwn(SYSTEM, name);
}
