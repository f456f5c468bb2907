import { writeFile } from "node:fs/promises";
import { dumpSchema } from "../src/migrate/dump-schema.ts";
import { SCHEMA_DUMP } from "../src/migrate/files.ts";
import { withMigratedDatabase } from "./with-migrated-database.ts";

/** Writes `prisma/schema.sql` anew: run it after a migration, and commit both. */
await withMigratedDatabase(async (url) => {
  await writeFile(SCHEMA_DUMP, await dumpSchema(url));
});
