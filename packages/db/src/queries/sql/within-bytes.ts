/** How much of a list is read at once. */
export interface Room {
  /** Maximum number of rows. */
  limit: number;
  /** No further row is read once the previous ones have this many bytes; the last one may be of any size. */
  bytes: number;
}

/** The column that `withinBytes` adds to each row: the number of rows found, including those left out. */
export interface Counted {
  found: number;
}

/**
 * SQL that leaves out a query's rows after those before have `bytes` bytes, and those beyond `limit`. A value that is
 * left out is not sent, only measured in place.
 *
 * @param rows the query, whose last column is `bytes`; in order, and for one row more than `limit`
 * @param columns the columns of `rows` to return
 * @param order of the rows
 * @param limit SQL of the maximum number of rows
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

/** SQL for the size in bytes of text or JSON columns, as stored. */
export function bytesOf(...columns: readonly string[]): string {
  return columns.map((column) => `COALESCE(octet_length(${column}::text), 0)`).join(" + ");
}

/**
 * SQL for the memory in bytes that JSON columns take once they are read: PostgreSQL stores large values compressed, and a
 * hundredth of their size says nothing. Only those are unpacked for it.
 */
export function unpackedBytes(...columns: readonly string[]): string {
  return columns
    .map(
      (column) =>
        `CASE WHEN pg_column_compression(${column}) IS NULL THEN COALESCE(pg_column_size(${column}), 0) ELSE octet_length(${column}::text) END`,
    )
    .join(" + ");
}

/** The result of `withinBytes`, and whether more rows follow. */
export function fitting<Row extends Counted>(rows: Row[]): { rows: Row[]; more: boolean } {
  return { rows, more: (rows[0]?.found ?? 0) > rows.length };
}
