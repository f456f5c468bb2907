import { ConfigError } from "@pragma/sdk/provider";
import type { DatabaseConfig } from "./config.ts";
import type { ExistingDatabase } from "./inspect.ts";
import { isLocale } from "./locale.ts";

/** Every server has these, and other things on it rely on them. */
const SYSTEM_DATABASES = ["postgres", "template0", "template1"];

/** Whether the database is the server's own. Such a one is neither managed nor ever dropped. */
export function isSystemDatabase(name: string): boolean {
  return SYSTEM_DATABASES.includes(name);
}

/** Throws ConfigError for the server's own databases. */
export function refuseSystemDatabase(name: string): void {
  if (isSystemDatabase(name)) throw new ConfigError(`The database "${name}" belongs to the server and is not managed`);
}

/**
 * Why a database that was there before its resource was ever ready cannot be one that this resource made; null if it
 * may be. It decides about adopting it and, after a failed create, about dropping it.
 */
export function whyNotOurs(config: DatabaseConfig, existing: ExistingDatabase): string | null {
  if (existing.isTemplate) return "it is a template";
  if (config.owner === undefined ? !existing.ownedBySelf : existing.owner !== config.owner) {
    return `it is owned by "${existing.owner}"`;
  }
  if (!existing.encodingFits) return `its encoding is ${existing.encoding}`;
  if (config.locale !== undefined && !isLocale(existing.collate, config.locale)) {
    return `its locale is ${existing.collate}`;
  }
  return null;
}
