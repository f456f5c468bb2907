import process from "node:process";
import { createDatabase, createPool, requireMigrated } from "@pragma/db";
import { z } from "zod";
import { databaseUrlSetting, parseEnvironment, requiredSetting } from "../src/foundation/common/environment.ts";
import { Keyring } from "../src/foundation/secrets/index.ts";
import { type ResealReport, resealValues } from "../src/operations/maintenance/index.ts";

/**
 * Seals every value in the database of `DATABASE_URL` again that is not under the first of `PRAGMA_ENCRYPTION_KEYS`, so
 * that old keys can go. Safe to interrupt, to repeat, and to run while API, dashboard and workers do.
 */

const schema = z.object({
  DATABASE_URL: databaseUrlSetting,
  PRAGMA_ENCRYPTION_KEYS: requiredSetting,
});

/** Between two lines of progress. */
const PROGRESS_MS = 5000;

let told = performance.now();

try {
  const { DATABASE_URL: url, PRAGMA_ENCRYPTION_KEYS: keys } = parseEnvironment(schema, process.env);
  const keyring = Keyring.parse(keys);
  const pool = createPool({ url, name: "pragma-reseal", max: 2 });
  try {
    await requireMigrated(pool);
    process.exitCode = print(await resealValues({ db: createDatabase(pool), keyring }, { onProgress, onWait }));
  } finally {
    await pool.end();
  }
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

function onProgress(table: string, rows: number): void {
  if (performance.now() - told < PROGRESS_MS) return;
  told = performance.now();
  console.log(`${table}: looked at ${count(rows, "row")} so far`);
}

function onWait(events: number): void {
  console.log(`waiting for workers, which have ${count(events, "change")} in hand`);
}

/** @returns the exit code */
function print({ places, currentKey, complete, spareKeys, inHand, recurring }: ResealReport): 0 | 1 {
  let [sealed, unopened, busy] = [0, 0, 0];
  for (const place of places) {
    const unopenedHere = [...place.unopenedByKey.values()].reduce((sum, one) => sum + one, 0);
    sealed += place.sealed;
    unopened += unopenedHere;
    busy += place.busy;
    console.log(`${place.table}: ${count(place.sealed, "value")} sealed again, ${unopenedHere + place.busy} left`);
    for (const { organizationId, id, column, reason } of place.unopened) {
      console.log(`  left: ${place.table} ${id}, ${column}, organization ${organizationId}: ${reason}`);
    }
    const more = unopenedHere - place.unopened.length;
    if (more > 0) console.log(`  left: ${more} more`);
  }
  if (unopened > 0) console.log(`no key in PRAGMA_ENCRYPTION_KEYS opens ${count(unopened, "value")}`);
  if (inHand > 0) {
    console.log(
      `workers still have ${count(inHand, "change")} in hand, which may write old values: run this again later`,
    );
  } else if (recurring > 0) {
    console.log(`something goes on writing under another key: have all programs the key ${currentKey} first?`);
  } else if (!complete) {
    console.log(`${count(busy, "row")} changed each time: run this again`);
  } else if (unopened === 0) {
    console.log(`${sealed === 0 ? "nothing to do: " : ""}all values are under the newest key, ${currentKey}`);
  }
  if (spareKeys.length > 0) console.log(`no value needs these keys any more: ${spareKeys.join(", ")}`);
  return complete && unopened === 0 ? 0 : 1;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** One line for the operator. Node reports a database that refuses all its addresses as an error without a message. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
