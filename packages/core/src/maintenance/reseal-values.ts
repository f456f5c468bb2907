import { setTimeout as sleep } from "node:timers/promises";
import { findSecretsInHand, findStillInHand, type HeldAttempt, SEALED_PLACES } from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { type ResealedPlace, resealPlace } from "./reseal-place.ts";

export type { ResealedPlace, UnopenedValue } from "./reseal-place.ts";

export interface ResealOptions {
  /** How long to wait for workers that took values over before they were sealed again; 10 minutes by default. */
  patienceMs?: number;
  /** Called after each batch with the rows looked at so far in a table, in this pass. */
  onProgress?: (table: string, rows: number) => void;
  /** Called when the wait begins, with how many events are in hand. */
  onWait?: (events: number) => void;
}

export interface ResealReport {
  /** One for each table, also where nothing was to be done. */
  places: readonly ResealedPlace[];
  /** The id of the key that values are under now. */
  currentKey: string;
  /** The ids of the other keys of the keyring under which nothing is any more, nor can come back. */
  spareKeys: readonly string[];
  /** Events still in hand at the end of the patience: what they write may be under another key. */
  inHand: number;
}

/** For requests under way: they write values that they read just before. */
const PAUSE_MS = 1000;
const POLL_MS = 250;
/** Rows that somebody is changing are looked at again in the next pass. So often none of them is left. */
const MAX_PASSES = 20;
const PATIENCE_MS = 10 * 60_000;

/**
 * Seals every stored value again that is not under the first key of the keyring, in all organizations. Nobody notices:
 * it changes no version, time or history, writes only where the value still is what was read, and holds few rows for
 * one statement at a time. It may be interrupted and repeated, and run while everything else does.
 *
 * A worker writes the config that it was handed once more when it is done, and a request what it read before. So the
 * tables are walked until one walk finds nothing, and the events in hand by then have ended.
 *
 * Envelopes under the first key are not opened, so a damaged one among them is not noticed.
 *
 * @returns what was done, and the values that no key opens; these are left as they are
 */
export async function resealValues(
  core: Pick<Core, "db" | "keyring">,
  { patienceMs = PATIENCE_MS, onProgress, onWait }: ResealOptions = {},
): Promise<ResealReport> {
  const sealed = new Map<string, number>();
  let held = await findSecretsInHand(core.db);
  for (let passes = 1; ; passes++) {
    const pass: ResealedPlace[] = [];
    for (const place of SEALED_PLACES) pass.push(await resealPlace(core, place, onProgress));
    for (const { table, sealed: count } of pass) sealed.set(table, (sealed.get(table) ?? 0) + count);
    const changed = pass.some((place) => place.sealed > 0);
    const clean = !changed && pass.every((place) => place.busy === 0);
    if (changed) held = await findSecretsInHand(core.db);
    const waited = held.length > 0;
    if (waited) held = await waitUntilDone(core, held, patienceMs, onWait);
    if ((clean && !waited) || held.length > 0 || passes === MAX_PASSES) {
      const places = pass.map((place) => ({ ...place, sealed: sealed.get(place.table) ?? 0 }));
      return reportOf(core, places, held.length);
    }
    if (!clean) await sleep(PAUSE_MS);
  }
}

/** @returns those that are still not done */
async function waitUntilDone(
  core: Pick<Core, "db">,
  held: readonly HeldAttempt[],
  patienceMs: number,
  onWait: ResealOptions["onWait"],
): Promise<HeldAttempt[]> {
  const end = performance.now() + patienceMs;
  let left = await findStillInHand(core.db, held);
  if (left.length > 0) onWait?.(left.length);
  while (left.length > 0 && performance.now() < end) {
    await sleep(POLL_MS);
    left = await findStillInHand(core.db, left);
  }
  return left;
}

function reportOf({ keyring }: Pick<Core, "keyring">, places: readonly ResealedPlace[], inHand: number): ResealReport {
  const [currentKey, ...others] = keyring.ids;
  const uncertain = inHand > 0 || places.some((place) => place.busy > 0);
  // A value that names a key and is not opened by it is for people to look at before the key goes.
  const named = new Set(places.flatMap(({ unopenedByKey }) => [...unopenedByKey.keys()]));
  return { places, currentKey, spareKeys: uncertain ? [] : others.filter((id) => !named.has(id)), inHand };
}
