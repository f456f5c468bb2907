import type { Schema } from "./close-schema.ts";

/** A value to check, as it goes to the thread. The schema comes with the first one of its type. */
export interface CheckRequest {
  type: string;
  schema: Schema;
  value: unknown;
  references: readonly (readonly (string | number)[])[];
}
