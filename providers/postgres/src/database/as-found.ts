import type { DatabaseConfig } from "./config.ts";
import type { ExistingDatabase } from "./inspect.ts";
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
