export { canDrift } from "./can-drift.ts";
export { canLook } from "./can-look.ts";
export { schemaIdOf } from "./known-type.ts";
export { OrganizationTypes } from "./organization-types.ts";
export { type OutputPath, outputPaths } from "./output-paths.ts";
export { PLATFORM_PROVIDER } from "./platform-provider.ts";
export type { KnownType } from "./resource-type.ts";
export { sensitiveConfigPaths, wholeConfigPaths } from "./sensitive-config.ts";
export { TypeCatalog } from "./type-catalog.ts";
