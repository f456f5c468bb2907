import { ConfigError } from "@pragma/sdk/provider";
import type { ExistingDatabase } from "./inspect.ts";

/** Every server has these, and other things on it rely on them. */
export const SYSTEM_DATABASES = ["postgres", "template0", "template1"];

/** Whether the database is the server's own. Such a one is neither managed nor ever dropped. */
export function isSystemDatabase(name: string): boolean {
  return SYSTEM_DATABASES.includes(name);
}

/** Throws ConfigError for the server's own databases. */
export function refuseSystemDatabase(name: string): void {
  if (isSystemDatabase(name)) throw new ConfigError(`The database "${name}" belongs to the server and is not managed`);
}

/** Throws ConfigError for a template: others are copies of it, and no resource begins to manage it. */
export function refuseTemplate(name: string, { isTemplate }: Pick<ExistingDatabase, "isTemplate">): void {
  if (isTemplate) throw new ConfigError(`The database "${name}" is a template and is not managed`);
}
