export { MAX_SCHEMA_BYTES } from "./check-schema.ts";
export { hideSealedKeys } from "./hide-sealed-keys.ts";
export { type Schema, SchemaError } from "./json-schema.ts";
export { immutableChanges, sensitivePaths } from "./marked-paths.ts";
export { type Annotations, annotate, type Marks } from "./marks.ts";
export { outputsSchemaExcludes } from "./outputs-schema-excludes.ts";
export { DEADLINE, UNUSABLE, type ValidationRequest } from "./request.ts";
export { SchemaValidator, type SchemaValidatorOptions } from "./schema-validator.ts";
export { ValidatorThreadError } from "./validator-lane.ts";
