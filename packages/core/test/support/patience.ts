import { SchemaValidator } from "../../src/schemas/index.ts";

/** Takes no schema for a slow one because the machine is busy. What a slow one comes to is tested beside the source. */
export function patientValidator(): SchemaValidator {
  return new SchemaValidator({ deadlineMs: 30_000 });
}
