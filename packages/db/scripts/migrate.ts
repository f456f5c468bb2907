import process from "node:process";
import { failureLine } from "@pragma/telemetry";
import { withSecretFiles } from "@pragma/telemetry/secret-files";
import { MigrationError, migrate } from "../src/migrate/index.ts";

/**
 * Brings the database of `DATABASE_URL` up to date, for installations that `npm start` does not run. Safe to repeat, and
 * to run on several machines at once: one does it, the others wait and find nothing to do. `PRAGMA_DIRECT_DATABASE_URL` leads
 * past a pooler, which may limit how long a statement takes.
 */
try {
  const settings = withSecretFiles(["DATABASE_URL", "PRAGMA_DIRECT_DATABASE_URL"], process.env);
  const url = settings["PRAGMA_DIRECT_DATABASE_URL"] || settings["DATABASE_URL"];
  if (!url) throw new MigrationError("DATABASE_URL: is required");
  const applied = await migrate(url, {
    onApplied: (name) => console.log(`applied ${name}`),
    onWarning: (message) => console.warn(`warning: ${message}`),
  });
  if (applied.length === 0) console.log("up to date");
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
