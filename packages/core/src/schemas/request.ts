import type { Json, Path, ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";

/** A value to validate against the schema of a type. */
export type ValidationRequest = {
  /** The organization that it is for, in whose turn it runs. */
  owner: string;
  schema: Schema;
  /** Names exactly this schema, such as its hash: compiled schemas are kept under it. */
  schemaId: string;
  /** Sensitive values opened. */
  value: Json;
  /** Where references stand, each for any value. */
  ignore?: readonly Path[];
  /** Refuse keys that the schema does not mention, even where it does not forbid them. */
  refuseUnknownKeys?: boolean;
  /** Put in front of each issue's `loc`, such as `["body", "config"]`; its last part names the value in messages. */
  prefix?: Path;
};

/** The types that issues have beside the JSON Schema keywords. */
export const DEADLINE = "schema_deadline";
export const UNUSABLE = "schema";

/** The issue of a schema that cannot be used. */
export function unusable(reason: string, loc: Path = []): ValidationIssue {
  return { loc, msg: `The JSON Schema cannot be used: ${reason}`, type: UNUSABLE };
}
