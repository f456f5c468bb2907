import type { JsonObject, ResourceRef } from "@pragma/language";
import type { Condition } from "./condition.ts";
import type { DriftStatus } from "./drift.ts";
import type { GivenHandling, Handling } from "./handling.ts";
import type { LifecycleState } from "./lifecycle.ts";

/** Kinds of fields, and what a value of each is. */
export interface KindValues {
  /** A word that identifies the resource. */
  name: string;
  word: string;
  words: string[];
  number: number;
  flag: boolean;
  /** As ISO 8601 in UTC. */
  time: string;
  state: LifecycleState;
  drift: DriftStatus;
  object: JsonObject;
  /** Resources by their keys, `provider/resource/name`. */
  keys: string[];
  /** Resources, in documents also by their keys. */
  references: ResourceRef[];
  reference: ResourceRef;
  /** An object whose members are known, each with a default. */
  members: Handling;
  conditions: Condition[];
}

/** The same as clients give them. */
export interface GivenKindValues extends Omit<KindValues, "reference" | "members"> {
  /** A resource, also by its key or, where provider and type are known, its name. */
  reference: ResourceRef | string;
  members: GivenHandling;
}

/**
 * Owner of a field. `identity` and `declared`: what a client declares; `kept`: what a client keeps beside that, so that changing
 * it affects neither the object nor its dependents; `system`: written by nobody else.
 */
type Role = "identity" | "declared" | "kept" | "system";

interface FieldKind {
  role: Role;
  kind: keyof KindValues;
}

/**
 * The fields of a resource, by whose they are and what a value is: in the order in which documents list those that clients give.
 * `RESOURCE_FIELDS` defines each for the API, and every reader and renderer has a table typed by these. Documents are read in
 * browsers and by the command line, so this file imports nothing.
 */
export const FIELD_KINDS = {
  provider: { role: "identity", kind: "name" },
  resource: { role: "identity", kind: "name" },
  name: { role: "identity", kind: "name" },
  connection: { role: "declared", kind: "reference" },
  adopt: { role: "declared", kind: "word" },
  config: { role: "declared", kind: "object" },
  depends_on: { role: "declared", kind: "keys" },
  dependencies: { role: "declared", kind: "references" },
  owner_references: { role: "kept", kind: "references" },
  tags: { role: "kept", kind: "words" },
  deletion_protected: { role: "kept", kind: "flag" },
  handling: { role: "kept", kind: "members" },
  lifecycle_state: { role: "declared", kind: "state" },
  id: { role: "system", kind: "word" },
  resolved_config: { role: "system", kind: "object" },
  outputs: { role: "system", kind: "object" },
  error: { role: "system", kind: "word" },
  error_kind: { role: "system", kind: "word" },
  conditions: { role: "system", kind: "conditions" },
  generation: { role: "system", kind: "number" },
  observed_generation: { role: "system", kind: "number" },
  pending_event_id: { role: "system", kind: "word" },
  provisioned: { role: "system", kind: "flag" },
  drift: { role: "system", kind: "drift" },
  identity: { role: "system", kind: "word" },
  set: { role: "system", kind: "word" },
  change_id: { role: "system", kind: "word" },
  created_at: { role: "system", kind: "time" },
  updated_at: { role: "system", kind: "time" },
} as const satisfies Record<string, FieldKind>;

type Kinds = typeof FIELD_KINDS;
export type FieldName = keyof Kinds;

/** Names of the fields of a role. */
export type FieldOf<Wanted extends Role> = {
  [Field in FieldName]: Kinds[Field]["role"] extends Wanted ? Field : never;
}[FieldName];

/** Fields that an apply takes. */
export type GivenField = Exclude<FieldName, FieldOf<"system">>;
/** Fields kept beside the config. */
export type KeptField = FieldOf<"kept">;

export type KindOf<Field extends FieldName> = Kinds[Field]["kind"];
/** Type of a field's value. */
export type FieldValue<Field extends FieldName> = KindValues[KindOf<Field>];
/** The same as clients give it. */
export type GivenValue<Field extends FieldName> = GivenKindValues[KindOf<Field>];
