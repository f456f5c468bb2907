export { BUILT_IN_TYPES, hasStringReferences, PLATFORM_PROVIDER } from "./built-in-types.ts";
export { schemaIdOf } from "./known-type.ts";
export { listResourceTypes } from "./list-resource-types.ts";
export { OrganizationTypes } from "./organization-types.ts";
export { type OutputPath, outputPaths } from "./output-paths.ts";
export type { KnownType } from "./resource-type.ts";
export { sensitiveConfigPaths, wholeConfigPaths } from "./sensitive-config.ts";
export { TypeCatalog } from "./type-catalog.ts";
export { validateValue } from "./validate-value.ts";
