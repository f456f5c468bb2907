import type { Json, Path, ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";

/** A value to validate against the schema of a type. */
export type ValidationRequest = {
  /** The organization in whose turn it runs. */
  owner: string;
  schema: Schema;
  /** Identifies exactly this schema, such as its hash: compiled schemas are cached under it. */
  schemaId: string;
  /** With sensitive values decrypted. */
  value: Json;
  /** Paths of references, each of which stands for any value. */
  ignore?: readonly Path[];
  /** Refuse keys that the schema does not mention, even if it does not forbid them. */
  refuseUnknownKeys?: boolean;
  /** Prefix of each issue's `loc`, such as `["body", "config"]`; its last part names the value in messages. */
  prefix?: Path;
};

/** Issue types besides the JSON Schema keywords. */
export const DEADLINE = "schema_deadline";
export const UNUSABLE = "schema";

/** The issue for a schema that cannot be used. */
export function unusable(reason: string, loc: Path = []): ValidationIssue {
  return { loc, msg: `The JSON Schema cannot be used: ${reason}`, type: UNUSABLE };
}
