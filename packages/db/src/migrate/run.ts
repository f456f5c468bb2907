import type { Client } from "pg";
import type { MigrationLock } from "./migration-lock.ts";

/** The context of a run of migrations. */
export interface Run {
  /** Where migrations are applied. */
  readonly client: Client;
  /** Its connection also looks at what the other one waits for. */
  readonly lock: MigrationLock;
  /** Told what is waited for, a sentence each time. */
  readonly onWaiting: (message: string) => void;
  /** Ends the run before its next attempt or step. */
  readonly signal: AbortSignal | undefined;
}
