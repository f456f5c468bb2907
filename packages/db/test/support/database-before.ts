import { cp } from "node:fs/promises";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { onTestFinished } from "vitest";
import { PRISMA_DIR, readMigrations } from "../../src/migrate/files.ts";
import { migrate } from "../../src/migrate/index.ts";
import { temporaryMigrations } from "./temporary-migrations.ts";

/** A database of the schema before a migration, until the test ends. */
export async function databaseBefore(migration: string): Promise<TestDatabase> {
  const database = await createTestDatabase({ empty: true });
  onTestFinished(() => database.drop());
  const { folder } = await temporaryMigrations();
  for (const { name } of await readMigrations()) {
    if (name < migration) await cp(join(PRISMA_DIR, "migrations", name), join(folder, name), { recursive: true });
  }
  await migrate(database.url, { folder });
  return database;
}
