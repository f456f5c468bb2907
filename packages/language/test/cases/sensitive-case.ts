import type { Json, Schema } from "../../src/index.ts";

/** A schema, a value, and where this is sensitive. */
export interface SensitiveCase {
  name: string;
  schema: Schema;
  value: Json;
  /** As `formatPath` writes them. */
  paths: string[];
}
