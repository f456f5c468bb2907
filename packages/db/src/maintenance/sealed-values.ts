import type { Database, SqlValue } from "../database.ts";
import { type Statement, systemStatement } from "../statement.ts";
import { SEALED_PLACES, type SealedPlace } from "./sealed-places.ts";

/** Rows per batch: one statement writes and locks them. */
const ROWS = 500;
/** The size of a batch: it ends before the row that would exceed it, but has at least one row. */
const BYTES = 4 * 1024 * 1024;

/** One row of a place. */
export interface SealedRow {
  /** The values of its primary key. */
  key: readonly string[];
  organizationId: string;
  /** The JSON text of each of the place's columns, or null if nothing in it is under another key. */
  values: readonly (string | null)[];
}

/** New values for a row. */
export interface SealedChange {
  row: SealedRow;
  /** The new JSON text of each of the place's columns, or null if it stays. */
  values: readonly (string | null)[];
}

const FIRST = { text: "", uuid: "00000000-0000-0000-0000-000000000000" };

// Planned each time: a plan from before the table's first ANALYZE could read the whole table for each batch.
const pages: ReadonlyMap<SealedPlace, Statement> = new Map(
  SEALED_PLACES.map((place) => [
    place,
    { ...systemStatement(`read_sealed_${place.table}`, pageText(place)), planEachTime: true },
  ]),
);

const replacements: ReadonlyMap<SealedPlace, Statement> = new Map(
  SEALED_PLACES.map((place) => [place, systemStatement(`replace_sealed_${place.table}`, replacementText(place))]),
);

/** `$1` is a regular expression for envelopes under another key; from `$2` on follows the key to continue after. */
function pageText({ table, key, organization, columns }: SealedPlace): string {
  const order = key.map(({ column }) => column).join(", ");
  const after = key.map(({ type }, index) => `$${index + 2}::${type}`).join(", ");
  const keys = key.map(({ column }, index) => `${column}::text AS k${index}`).join(", ");
  const values = columns.map(({ column }, index) => {
    const text = `${column}::text`;
    // LIKE first: it is many times faster than the regular expression, and most values contain no envelope.
    return `CASE WHEN ${text} LIKE '%"$encrypted"%' AND ${text} ~ $1 THEN ${text} END AS v${index}`;
  });
  const bytes = columns.map((_, index) => `COALESCE(octet_length(v${index}), 0)`).join(" + ");
  return `SELECT * FROM (
       SELECT p.*, sum(${bytes}) OVER (ORDER BY ${order}) - (${bytes}) AS bytes_before FROM (
         SELECT ${order}, ${keys}, ${organization}::text AS organization, ${values.join(", ")}
         FROM ${table} WHERE (${order}) > (${after}) ORDER BY ${order} LIMIT ${ROWS}
       ) AS p
     ) AS q WHERE bytes_before < ${BYTES} ORDER BY ${order}`;
}

/**
 * Takes an array for each column of the key, then two for each column of values: what was read, and what to write. An
 * empty text stands for an unchanged value. Writes nothing but these values: in every other respect the row is
 * unchanged.
 *
 * Waits for no lock, so it cannot deadlock; it skips rows that somebody else is changing.
 */
function replacementText({ table, key, columns }: SealedPlace): string {
  const arrays = [
    ...key.map(({ column, type }) => ({ name: `key_${column}`, type })),
    ...columns.flatMap(({ column }) => [
      { name: `old_${column}`, type: "text" },
      { name: `new_${column}`, type: "text" },
    ]),
  ];
  const names = arrays.map(({ name }) => name).join(", ");
  const places = arrays.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
  const found = key.map(({ column }) => `x.${column} = w.key_${column}`).join(" AND ");
  const same = columns.map(({ column }) => `(w.old_${column} = '' OR x.${column}::text = w.old_${column})`);
  const sets = columns.map(({ column, type }) => {
    return `${column} = CASE WHEN h.new_${column} = '' THEN t.${column} ELSE h.new_${column}::${type} END`;
  });
  const news = columns.map(({ column }) => `w.new_${column}`).join(", ");
  return `WITH held AS MATERIALIZED (
       SELECT r.place, w.number, ${news}
       FROM unnest(${places}) WITH ORDINALITY AS w(${names}, number) CROSS JOIN LATERAL (
         SELECT x.ctid AS place FROM ${table} x WHERE ${found} AND ${same.join(" AND ")}
         FOR NO KEY UPDATE SKIP LOCKED OFFSET 0
       ) AS r
     )
     UPDATE ${table} t SET ${sets.join(", ")} FROM held h WHERE t.ctid = h.place RETURNING h.number::int`;
}

/**
 * The next rows of a place in the order of its primary key, across all organizations. An empty result is the end.
 *
 * @param after the key of the last row, or undefined to begin
 * @param currentKey the id of the key that values should be under
 */
export async function readSealedRows(
  db: Database,
  place: SealedPlace,
  after: readonly string[] | undefined,
  currentKey: string,
): Promise<SealedRow[]> {
  const from = after ?? place.key.map(({ type }) => FIRST[type]);
  const otherKey = `"\\$encrypted"\\s*:\\s*"v1\\.(?!${currentKey}\\.)`;
  const rows = await db.query<Record<string, string | null>>(statementOf(pages, place), [otherKey, ...from]);
  return rows.map((row) => ({
    key: place.key.map((_, index) => row[`k${index}`] as string),
    organizationId: row["organization"] as string,
    values: place.columns.map((_, index) => row[`v${index}`] ?? null),
  }));
}

/**
 * Replaces the values that were read, in one statement. Skips a row if any of them has changed, or if it is locked.
 *
 * @returns the changes that were written
 */
export async function replaceSealedValues(
  db: Database,
  place: SealedPlace,
  changes: readonly SealedChange[],
): Promise<SealedChange[]> {
  if (changes.length === 0) return [];
  const keys = place.key.map((_, index) => changes.map(({ row }) => row.key[index] as string));
  const values = place.columns.flatMap((_, index) => [
    changes.map(({ row, values }) => (values[index] === null ? "" : (row.values[index] ?? ""))),
    changes.map(({ values }) => values[index] ?? ""),
  ]);
  const arrays: readonly SqlValue[] = [...keys, ...values];
  const written = await db.query<{ number: number }>(statementOf(replacements, place), arrays);
  return written.map(({ number }) => changes[number - 1] as SealedChange);
}

function statementOf(statements: ReadonlyMap<SealedPlace, Statement>, place: SealedPlace): Statement {
  const found = statements.get(place);
  if (!found) throw new Error(`${place.table} is not in SEALED_PLACES`);
  return found;
}
