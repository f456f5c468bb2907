import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withSchemaEngine } from "./engine.ts";
import { PRISMA_DIR } from "./files.ts";

export interface DriftOptions {
  /** Default: `prisma/schema.prisma` of this package. */
  readonly schemaFile?: string;
}

/**
 * Compares `schema.prisma` with the tables of a migrated database, in the schema `public`.
 *
 * Prisma sees tables, columns, keys and plain indexes. Functions, triggers, checks, and partial and expression indexes
 * exist only in the migrations and do not count as drift.
 *
 * @returns the SQL that would make the database match the schema, or null if it does.
 */
export async function checkDrift(url: string, options: DriftOptions = {}): Promise<string | null> {
  const path = options.schemaFile ?? join(PRISMA_DIR, "schema.prisma");
  const files = [{ path, content: await readFile(path, "utf8") }];
  return withSchemaEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: PRISMA_DIR },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
    });
    const sql = stdout?.trim() ?? "";
    return sql === "" || sql === "-- This is an empty migration." ? null : sql;
  });
}
