import { cp } from "node:fs/promises";
import { join } from "node:path";
import { createTestDatabase } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
import { dumpSchema } from "../src/migrate/dump-schema.ts";
import { PRISMA_DIR, readMigrations } from "../src/migrate/files.ts";
import { FORMER_CHECKSUMS } from "../src/migrate/former-checksums.ts";
import { migrate } from "../src/migrate/index.ts";
import { temporaryMigrations } from "./support/temporary-migrations.ts";

/** Migrations as they were before they were rewritten. */
const FORMER = join(import.meta.dirname, "support/former-migrations");

it("a former checksum is that of a file that is kept", async () => {
  const kept = (await readMigrations(FORMER)).map(({ name, checksum }) => [name, [checksum]] as const);
  expect(FORMER_CHECKSUMS).toEqual(Object.fromEntries(kept));
});

it("a database to which the former files were applied is accepted, and has the same schema", async () => {
  const { folder } = await temporaryMigrations();
  await cp(join(PRISMA_DIR, "migrations"), folder, { recursive: true });
  await cp(FORMER, folder, { recursive: true });
  const former = await createTestDatabase({ empty: true });
  onTestFinished(() => former.drop());
  await migrate(former.url, { folder });

  expect(await migrate(former.url)).toEqual([]);
  const now = await createTestDatabase();
  onTestFinished(() => now.drop());
  expect(await dumpSchema(former.url)).toEqual(await dumpSchema(now.url));
});
