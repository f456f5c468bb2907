import { checkDrift } from "../src/migrate/drift.ts";
import { withMigratedDatabase } from "./with-migrated-database.ts";

/**
 * Prints the SQL that brings a database with all migrations to `schema.prisma`: the start of the next migration. Read
 * it before use: what only SQL can say (functions, checks, partial indexes) has to be added by hand.
 */
await withMigratedDatabase(async (url) => {
  console.log((await checkDrift(url)) ?? "-- schema.prisma and the migrations agree.");
});
