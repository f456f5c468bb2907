import type { Database } from "@pragma/db";
import {
  readSealedRows,
  replaceSealedValues,
  type SealedChange,
  type SealedPlace,
  type SealedRow,
} from "@pragma/db/maintenance";
import { type Keyring, resealJsonText } from "../../foundation/secrets/index.ts";

/** The services that resealing needs: nothing of a running program. */
export interface Sealing {
  readonly db: Database;
  readonly keyring: Keyring;
}

/** A stored value that no key of the keyring can open. */
export interface UnopenedValue {
  organizationId: string;
  /** Identifies its row: a resource's key, an event's id, and so on. */
  id: string;
  column: string;
  keyId: string;
  /** Contains nothing of the value. */
  reason: string;
}

/** The result for one table. */
export interface ResealedPlace {
  table: string;
  /** How many values were resealed. */
  sealed: number;
  /** The first of the values that no key can open. */
  unopened: readonly UnopenedValue[];
  /** How many values no key can open, by the id of the key that they name. */
  unopenedByKey: ReadonlyMap<string, number>;
  /** How many rows others were changing at every attempt. */
  busy: number;
}

/** Rows that change meanwhile are tried again: their writers are mostly done by then. */
const CHECKS = 3;
const MAX_LISTED = 1000;

interface Change extends SealedChange {
  sealed: number;
}

interface Batch {
  changes: Change[];
  unopened: UnopenedValue[];
}

/**
 * Walks one table by its primary key and reseals values that are not under the first key.
 * @param onProgress called after each batch with the number of rows read so far
 */
export async function resealPlace(
  core: Sealing,
  place: SealedPlace,
  onProgress?: (table: string, rows: number) => void,
): Promise<ResealedPlace> {
  const unopened: UnopenedValue[] = [];
  const unopenedByKey = new Map<string, number>();
  let [sealed, busy, rows] = [0, 0, 0];
  let after: readonly string[] | undefined;
  for (;;) {
    const batch = await resealBatch(core, place, after);
    if (batch.rows.length === 0) break;
    sealed += batch.sealed;
    busy += batch.busy;
    for (const value of batch.unopened) {
      if (unopened.length < MAX_LISTED) unopened.push(value);
      unopenedByKey.set(value.keyId, (unopenedByKey.get(value.keyId) ?? 0) + 1);
    }
    rows += batch.rows.length;
    onProgress?.(place.table, rows);
    after = batch.rows.at(-1)?.key;
  }
  return { table: place.table, sealed, busy, unopened, unopenedByKey };
}

async function resealBatch(
  { db, keyring }: Sealing,
  place: SealedPlace,
  after: readonly string[] | undefined,
): Promise<{ rows: readonly SealedRow[]; sealed: number; busy: number; unopened: UnopenedValue[] }> {
  let sealed = 0;
  for (let check = 1; ; check++) {
    const rows = await readSealedRows(db, place, after, keyring.ids[0]);
    const { changes, unopened } = changesOf(keyring, place, rows);
    const written = new Set(await replaceSealedValues(db, place, changes));
    for (const change of changes) if (written.has(change)) sealed += change.sealed;
    const busy = changes.length - written.size;
    if (busy === 0 || check === CHECKS) return { rows, sealed, busy, unopened };
  }
}

function changesOf(keyring: Keyring, place: SealedPlace, rows: readonly SealedRow[]): Batch {
  const batch: Batch = { changes: [], unopened: [] };
  for (const row of rows) {
    const change = { row, values: row.values.map((): string | null => null), sealed: 0 };
    for (const [index, text] of row.values.entries()) {
      if (text === null) continue;
      const resealed = resealJsonText(text, keyring, row.organizationId);
      if (resealed.sealed > 0) change.values[index] = resealed.text;
      change.sealed += resealed.sealed;
      const { organizationId, key } = row;
      const where = { organizationId, id: key[0] as string, column: place.columns[index]?.column as string };
      batch.unopened.push(...resealed.unopened.map((one) => ({ ...where, ...one })));
    }
    if (change.sealed > 0) batch.changes.push(change);
  }
  return batch;
}
