import process from "node:process";
import { failureLine } from "@pragma/telemetry";
import { withSecretFiles } from "@pragma/telemetry/secret-files";
import { MigrationError, migrate } from "../src/migrate/index.ts";

/**
 * Brings the database of `DATABASE_URL` up to date, for installations that `npm start` does not run. Safe to repeat, and
 * to run on several machines at once: one does it, the others wait and find nothing to do.
 */
try {
  const { DATABASE_URL: url } = withSecretFiles(["DATABASE_URL"], process.env);
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
