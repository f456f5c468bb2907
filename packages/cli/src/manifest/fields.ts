import type { Resource, WireApplyInput } from "@pragma/sdk";

/**
 * The fields of a manifest, and how each is handled: `kept` fields are stored beside the config and keep their value if
 * omitted. A field of the API that is missing here does not compile.
 */
const WRITTEN = {
  provider: "identity",
  resource: "identity",
  name: "identity",
  config: "wanted",
  depends_on: "wanted",
  dependencies: "wanted",
  owner_references: "kept",
  tags: "kept",
  deletion_protected: "kept",
  lifecycle_state: "wanted",
} as const satisfies Record<keyof WireApplyInput, string>;

/** Fields that the API writes: the output of `resources get -o yaml` can be applied again. */
const SYSTEM = {
  id: true,
  resolved_config: true,
  outputs: true,
  error: true,
  conditions: true,
  generation: true,
  observed_generation: true,
  pending_event_id: true,
  provisioned: true,
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
export const KEPT_FIELDS = fieldsOf("kept");
export const WRITTEN_FIELDS = Object.keys(WRITTEN) as (keyof Written)[];

export function isSystemField(name: string): boolean {
  return Object.hasOwn(SYSTEM, name);
}
