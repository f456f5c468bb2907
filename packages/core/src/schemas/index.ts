export { MAX_SCHEMA_BYTES } from "./check-schema.ts";
export { DEADLINE, UNUSABLE, type ValidationRequest } from "./request.ts";
export { SchemaValidator, type SchemaValidatorOptions } from "./schema-validator.ts";
export { validateValue } from "./validate-value.ts";
export { ValidatorThreadError } from "./validator-lane.ts";
