import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One folder of `prisma/migrations`. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file in hex, which Prisma stores to detect later edits. */
  readonly checksum: string;
}

export const PRISMA_DIR = fileURLToPath(new URL("../../prisma", import.meta.url));

/** The schema after all migrations. */
export const SCHEMA_DUMP = join(PRISMA_DIR, "schema.sql");
/** The folder of all functions after all migrations, one per file. */
export const FUNCTIONS_DUMP = join(PRISMA_DIR, "functions");

/** Reads the migrations in the order in which they apply: by name, as Prisma sorts them. */
export async function readMigrations(folder: string = join(PRISMA_DIR, "migrations")): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name, "migration.sql"));
      return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
    }),
  );
}
