import type { DatabaseConfig } from "./config.ts";
import type { DatabaseFacts, ExistingDatabase } from "./inspect.ts";
import { isLocale } from "./locale.ts";

/** The database in terms of its config. It does not tell what it was copied from. */
export function databaseAsFound(config: DatabaseConfig, existing: ExistingDatabase) {
  const { name, owner, encoding, locale } = config;
  const found = [existing.collate, existing.ctype];
  return {
    name,
    connection_limit: existing.connectionLimit,
    ...(owner !== undefined && { owner: existing.owner }),
    ...(encoding !== undefined && { encoding: existing.encodingFits ? encoding : existing.encoding }),
    ...(locale !== undefined && { locale: found.find((each) => !isLocale(each, locale)) ?? locale }),
  };
}

/** A config that declares the database as it is. Sorting by one locale and classifying by another cannot be declared. */
export function databaseAsIs(name: string, { owner, connectionLimit, encoding, collate, ctype }: DatabaseFacts) {
  return {
    name,
    owner,
    connection_limit: connectionLimit,
    encoding,
    ...(isLocale(collate, ctype) && { locale: collate }),
  };
}
