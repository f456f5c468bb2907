export { MigrationError } from "./errors.ts";
export { type MigrateOptions, migrate } from "./migrate.ts";
