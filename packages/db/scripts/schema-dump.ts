import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dumpSchema } from "../src/migrate/dump-schema.ts";
import { FUNCTIONS_DUMP, SCHEMA_DUMP } from "../src/migrate/files.ts";
import { withMigratedDatabase } from "./with-migrated-database.ts";

/** Writes `prisma/schema.sql` and `prisma/functions` anew: run it after a migration, and commit all of it. */
await withMigratedDatabase(async (url) => {
  const { tables, functions } = await dumpSchema(url);
  await writeFile(SCHEMA_DUMP, tables);
  await rm(FUNCTIONS_DUMP, { recursive: true, force: true });
  await mkdir(FUNCTIONS_DUMP);
  for (const [file, text] of functions) await writeFile(join(FUNCTIONS_DUMP, file), text);
});
