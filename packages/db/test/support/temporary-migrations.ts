import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Migrations that a test writes itself. */
export interface TemporaryMigrations {
  readonly folder: string;
  write(name: string, sql: string): Promise<void>;
}

/** A folder for them, until the test ends. */
export async function temporaryMigrations(): Promise<TemporaryMigrations> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return {
    folder,
    async write(name, sql) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, "migration.sql"), sql);
    },
  };
}
