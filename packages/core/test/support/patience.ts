import { SchemaValidator } from "../../src/foundation/schemas/index.ts";

/** Mistakes no schema for a slow one because the machine is busy. Slow schemas are tested beside the source. */
export function patientValidator(): SchemaValidator {
  return new SchemaValidator({ deadlineMs: 30_000 });
}
