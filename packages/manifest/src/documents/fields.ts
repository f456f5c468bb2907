import type { FieldOf, GivenField, GivenValue, KeptField } from "@pragma/contract";
import { FIELD_KINDS } from "@pragma/contract/resource-field-kinds";

/** The fields of a document that were given, null where they are to be cleared. */
export type FieldValues = { [Field in GivenField]?: GivenValue<Field> | null };

export const FIELD_NAMES = namesOf("identity", "declared", "kept");
export const IDENTITY_FIELDS = namesOf("identity");
/** Those that are kept beside the config. */
export const KEPT_FIELDS: readonly KeptField[] = namesOf("kept");

function namesOf<Role extends "identity" | "declared" | "kept">(...roles: Role[]): readonly FieldOf<Role>[] {
  const found = Object.entries(FIELD_KINDS).filter(([, { role }]) => (roles as readonly string[]).includes(role));
  return found.map(([name]) => name as FieldOf<Role>);
}

export function isField(name: string): name is GivenField {
  return (FIELD_NAMES as readonly string[]).includes(name);
}

/** Tells whether a field is written by the API or `resources describe`: what was read can be applied again, and it is ignored. */
export function isSystemField(name: string): boolean {
  return name === "history" || (Object.hasOwn(FIELD_KINDS, name) && !isField(name));
}
