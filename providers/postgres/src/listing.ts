import { type Candidate, ConfigError, type ListOptions, type ListPage, type ObjectSchema } from "@pragma/sdk/provider";
import { identifier } from "./sql/identifier.ts";

/**
 * Makes part of a list out of rows that a query gave in their order: one more than wanted says that there is a next part.
 * @param placeOf where a row is in that order: the cursor of the part after it
 * @param candidateOf null leaves a row out
 */
export function pageOf<Row, Config extends ObjectSchema>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => string,
  candidateOf: (row: Row) => Candidate<Config> | null,
): ListPage<Config> {
  const wanted = rows.slice(0, limit);
  const last = wanted.at(-1);
  return {
    items: wanted.map(candidateOf).filter((candidate) => candidate !== null),
    cursor: rows.length > limit && last !== undefined ? placeOf(last) : null,
  };
}

/** Parameters of a query for part of a list by name: the name that it begins after, and how many rows it gives at most. */
export function afterName({ cursor, limit }: ListOptions): [after: string, rows: number] {
  return [cursor ?? "", limit + 1];
}

/** The database whose things are listed. Throws ConfigError if nobody named one. */
export function databaseToList({ database }: { database?: unknown }): string {
  const name = identifier.safeParse(database);
  if (name.success) return name.data;
  throw new ConfigError(
    "What is in a database is listed for one database: name it in config.database, on the command line by --where database=shop",
  );
}
