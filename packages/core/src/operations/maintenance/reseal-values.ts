import { setTimeout as sleep } from "node:timers/promises";
import { SEALED_PLACES } from "@pragma/db/maintenance";
import { findSecretsInHand, findStillInHand, type HeldLease } from "@pragma/db/queries";
import { type ResealedPlace, resealPlace, type Sealing } from "./reseal-place.ts";

export type { ResealedPlace } from "./reseal-place.ts";

export interface ResealOptions {
  /** How long to wait for workers that read values before they were resealed; 10 minutes by default. */
  patienceMs?: number;
  /** How often to walk the tables at most, 10 by default. */
  passes?: number;
  /** Between two walks, so that requests in progress finish: they write values that they read just before. 1 s by default. */
  pauseMs?: number;
  /** Called after each batch with the number of rows read so far in a table, in this pass. */
  onProgress?: (table: string, rows: number) => void;
  /** Called when the wait begins, with the number of events being processed. */
  onWait?: (events: number) => void;
}

export interface ResealReport {
  /** One for each table, even if there was nothing to do. */
  places: readonly ResealedPlace[];
  /** The id of the key that values are now under. */
  currentKey: string;
  /** No value that a key can open is under another key, and none can come back under one. */
  complete: boolean;
  /** The ids of the other keys of the keyring that are no longer used; empty unless it is complete. */
  spareKeys: readonly string[];
  /** Events still being processed when the patience ran out: what they write may be under another key. */
  inHand: number;
  /** Values that the last pass still found under another key: somebody keeps writing them. */
  recurring: number;
}

const PAUSE_MS = 1000;
const POLL_MS = 250;
/** Two are enough if nobody else writes, and few more if many do. */
const PASSES = 10;
const PATIENCE_MS = 10 * 60_000;

/**
 * Reseals every stored value that is not under the first key of the keyring, in all organizations. Users do not notice:
 * it changes no version, time or history, writes only if the value is unchanged since it was read, and locks few rows
 * for one statement at a time. It may be interrupted and repeated, and run alongside everything else.
 *
 * When a worker is done, it writes the config that it was handed once more, and a request writes what it read before.
 * So the tables are walked until a walk finds nothing, and the events processed at that time have ended.
 *
 * Envelopes under the first key are not opened, so a damaged one among them goes unnoticed.
 *
 * @returns what was done, and the values that no key can open; these are left as they are
 */
export async function resealValues(
  core: Sealing,
  { patienceMs = PATIENCE_MS, passes = PASSES, pauseMs = PAUSE_MS, onProgress, onWait }: ResealOptions = {},
): Promise<ResealReport> {
  const sealed = new Map<string, number>();
  let held = await findSecretsInHand(core.db);
  for (let left = passes - 1; ; left--) {
    const pass: ResealedPlace[] = [];
    for (const place of SEALED_PLACES) pass.push(await resealPlace(core, place, onProgress));
    for (const { table, sealed: count } of pass) sealed.set(table, (sealed.get(table) ?? 0) + count);
    const recurring = pass.reduce((sum, place) => sum + place.sealed, 0);
    const clean = recurring === 0 && pass.every((place) => place.busy === 0);
    if (recurring > 0) held = await findSecretsInHand(core.db);
    const waited = held.length > 0;
    if (waited) held = await waitUntilDone(core, held, patienceMs, onWait);
    const complete = clean && !waited;
    if (complete || held.length > 0 || left === 0) {
      const places = pass.map((place) => ({ ...place, sealed: sealed.get(place.table) ?? 0 }));
      const [currentKey, ...others] = core.keyring.ids;
      const spareKeys = complete ? others.filter((id) => !isNamed(id, places)) : [];
      return { places, currentKey, complete, spareKeys, inHand: held.length, recurring };
    }
    if (!clean) await sleep(pauseMs);
  }
}

/** @returns those that are still not done */
async function waitUntilDone(
  core: Pick<Sealing, "db">,
  held: readonly HeldLease[],
  patienceMs: number,
  onWait: ResealOptions["onWait"],
): Promise<HeldLease[]> {
  const end = performance.now() + patienceMs;
  let left = await findStillInHand(core.db, held);
  if (left.length > 0) onWait?.(left.length);
  while (left.length > 0 && performance.now() < end) {
    await sleep(POLL_MS);
    left = await findStillInHand(core.db, left);
  }
  return left;
}

/** Whether a value names a key that cannot open it: somebody should look at it before the key is removed. */
function isNamed(keyId: string, places: readonly ResealedPlace[]): boolean {
  return places.some(({ unopenedByKey }) => unopenedByKey.has(keyId));
}
