import { SchemaValidator } from "../../src/foundation/schemas/index.ts";

/**
 * Mistakes no schema for a slow one because the machine is busy. Slow schemas are tested beside the source. All cores of the
 * process share it and nobody closes it: its threads take a quarter of a processor second to start.
 */
export const PATIENT_VALIDATOR = new SchemaValidator({ deadlineMs: 30_000 });
