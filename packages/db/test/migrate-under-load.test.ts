import { withClient } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
import { migrate } from "../src/migrate/index.ts";
import { databaseBefore } from "./support/database-before.ts";
import { Dump } from "./support/load/dump.ts";
import { startLoad } from "./support/load/load.ts";
import { watchLockWaits } from "./support/load/lock-waits.ts";
import { seed } from "./support/load/seed.ts";

/** Set PRAGMA_MIGRATED_ROWS for more. */
const ROWS = Number(process.env["PRAGMA_MIGRATED_ROWS"] ?? 10_000);
/** The first after 0027. */
const FIRST = "0028_traceparent";
/** Another dump begins after each of these: before tables change, and before an index is built. */
const DUMPED_AFTER = new Set(["0028_traceparent", "0030_log_attempts"]);
/** How long a request may wait for a lock because of a migration. */
const LONGEST_MS = 1000;

it(`migrates ${ROWS} resources from 0027 to the last while they are dumped, written and read`, async () => {
  const database = await databaseBefore(FIRST);
  await withClient(database.url, (client) => seed(client, ROWS));
  const dump = new Dump(database.url);
  onTestFinished(() => dump.end());
  await dump.begin();
  const load = await startLoad(database.url);
  onTestFinished(() => load.stop());
  const waits = await watchLockWaits(database.url);
  onTestFinished(() => waits.stop());
  await load.progress();

  // A dump goes on until the migration has waited for it, the first one several times, or a request failed.
  let waited = 0;
  void load.failed.then(() => dump.end());
  const applied = await migrate(database.url, {
    onApplied: (name) => {
      if (DUMPED_AFTER.has(name)) void dump.begin();
    },
    onWaiting: () => {
      waited += 1;
      if (waited >= 3) void dump.end();
    },
  });
  await load.progress();
  await load.stop();
  await waits.stop();
  expect(applied).toContain(FIRST);
  expect(load.failures).toEqual([]);
  expect(waits.found.filter(({ ms }) => ms > LONGEST_MS)).toEqual([]);
}, 900_000);
