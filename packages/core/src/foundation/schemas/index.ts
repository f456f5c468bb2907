export { SchemaValidator } from "./schema-validator.ts";
export { validateValue } from "./validate-value.ts";
