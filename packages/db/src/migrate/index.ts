export { requireOneDatabase } from "../same-database.ts";
export { MigrationError } from "./errors.ts";
export { migrate } from "./migrate.ts";
