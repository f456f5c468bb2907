import process from "node:process";
import { failureLine, takeStopSignals } from "@pragma/telemetry";
import { withSecretFiles } from "@pragma/telemetry/secret-files";
import { DATABASE_URL_FORM, isDatabaseUrl } from "../src/index.ts";
import { MigrationError, migrate, requireOneDatabase } from "../src/migrate/index.ts";

/**
 * Brings the database of `DATABASE_URL` up to date, for installations that `npm start` does not run. Safe to repeat, and
 * to run on several machines at once: one does it, the others wait and find nothing to do. `PRAGMA_DIRECT_DATABASE_URL` leads
 * past a pooler, which may limit how long a statement takes. SIGINT or SIGTERM end it between two steps, or while it waits.
 */
const signals = takeStopSignals();
const interrupt = new AbortController();
signals.onStop(async ({ hurry }) => {
  interrupt.abort();
  hurry.addEventListener("abort", () => process.exit(1));
});
try {
  const settings = withSecretFiles(["DATABASE_URL", "PRAGMA_DIRECT_DATABASE_URL"], process.env);
  const { DATABASE_URL: pooled, PRAGMA_DIRECT_DATABASE_URL: direct } = settings;
  const url = direct ?? pooled;
  if (!url) throw new MigrationError("DATABASE_URL: is required");
  for (const [name, value] of Object.entries({ DATABASE_URL: pooled, PRAGMA_DIRECT_DATABASE_URL: direct })) {
    if (value !== undefined && !isDatabaseUrl(value)) throw new MigrationError(`${name}: ${DATABASE_URL_FORM}`);
  }
  if (pooled && direct && pooled !== direct) await requireOneDatabase(pooled, direct);
  const applied = await migrate(url, {
    onApplied: (name) => console.log(`applied ${name}`),
    onWaiting: (message) => console.log(message),
    onWarning: (message) => console.warn(`warning: ${message}`),
    signal: interrupt.signal,
  });
  if (applied.length === 0) console.log("up to date");
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
