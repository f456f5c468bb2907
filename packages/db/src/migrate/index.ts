export { MigrationError } from "./errors.ts";
export { migrate } from "./migrate.ts";
