/** How much of a list is read at once. */
export interface Room {
  /** Most rows. */
  limit: number;
  /** No further row is read once those before have so many bytes; one more row may be as large as it is. */
  bytes: number;
}

/** What `withinBytes` adds to each row: how many there are, those that were left out among them. */
export interface Counted {
  found: number;
}

/**
 * SQL that leaves out the rows of a query from where those before have `bytes` bytes. A value that is left out is not
 * sent; it is only measured, where it lies.
 *
 * @param rows the query, whose last column is `bytes`; LIMIT and order included
 * @param columns those to give, of `rows`
 * @param order of the rows
 * @param bytes SQL of the bound
 */
export function withinBytes({
  rows,
  columns,
  order,
  bytes,
}: {
  rows: string;
  columns: string;
  order: string;
  bytes: string;
}): string {
  return `SELECT ${columns}, found FROM (
     SELECT *, count(*) OVER ()::int AS found,
       sum(bytes) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - bytes AS bytes_before
     FROM (${rows}) AS listed
   ) AS measured
   WHERE bytes_before < ${bytes} ORDER BY ${order}`;
}

/** SQL for the bytes of columns of text or JSON, as they are stored. */
export function bytesOf(...columns: readonly string[]): string {
  return columns.map((column) => `COALESCE(octet_length(${column}::text), 0)`).join(" + ");
}

/** Rows that were read with room for `limit + 1`: no more than `limit` of them, and whether others follow. */
export function fitting<Row extends Counted>(rows: Row[], limit: number): { rows: Row[]; more: boolean } {
  const kept = rows.slice(0, limit);
  return { rows: kept, more: (rows[0]?.found ?? 0) > kept.length };
}
