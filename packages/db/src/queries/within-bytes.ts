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
 * SQL that leaves out the rows of a query from where those before have `bytes` bytes, and those beyond `limit`. A value
 * that is left out is not sent; it is only measured, where it lies.
 *
 * @param rows the query, whose last column is `bytes`; in order, and for one row more than `limit`
 * @param columns those to give, of `rows`
 * @param order of the rows
 * @param limit SQL of the most rows
 * @param bytes SQL of the bound
 */
export function withinBytes({
  rows,
  columns,
  order,
  limit,
  bytes,
}: {
  rows: string;
  columns: string;
  order: string;
  limit: string;
  bytes: string;
}): string {
  return `SELECT ${columns}, found FROM (
     SELECT *, count(*) OVER ()::int AS found, row_number() OVER so_far AS place,
       sum(bytes) OVER so_far - bytes AS bytes_before
     FROM (${rows}) AS listed WINDOW so_far AS (ORDER BY ${order} ROWS UNBOUNDED PRECEDING)
   ) AS measured
   WHERE bytes_before < ${bytes} AND place <= ${limit} ORDER BY ${order}`;
}

/** SQL for the bytes of columns of text or JSON, as they are stored. */
export function bytesOf(...columns: readonly string[]): string {
  return columns.map((column) => `COALESCE(octet_length(${column}::text), 0)`).join(" + ");
}

/** What `withinBytes` gave, and whether others follow. */
export function fitting<Row extends Counted>(rows: Row[]): { rows: Row[]; more: boolean } {
  return { rows, more: (rows[0]?.found ?? 0) > rows.length };
}
