import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

const EVERY_MS = 5;

/**
 * Locks that hold nobody up who waits behind whoever waits for them: requests ask for none that conflicts with
 * SHARE UPDATE EXCLUSIVE, and for no lock of a transaction's id.
 */
const SPARED = "NOT (l.locktype = 'virtualxid' OR l.mode = 'ShareUpdateExclusiveLock')";

const WAITS = `
  SELECT a.application_name AS name, l.mode, COALESCE(l.relation::regclass::text, l.locktype) AS object,
    extract(epoch FROM clock_timestamp() - l.waitstart) * 1000 AS ms
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE NOT l.granted AND a.datname = current_database() AND l.waitstart IS NOT NULL AND ${SPARED}`;

export interface Wait {
  name: string;
  mode: string;
  object: string;
  ms: number;
}

export interface LockWaits {
  /** The longest wait of each program for each lock so far, the longest first. */
  readonly found: Wait[];
  stop(): Promise<void>;
}

/** Looks every few milliseconds at who waits for a lock, and for how long already. */
export async function watchLockWaits(url: string): Promise<LockWaits> {
  const longest = new Map<string, Wait>();
  let isStopped = false;
  const client = new Client({ connectionString: url, application_name: "lock watch" });
  await client.connect();
  const watching = (async () => {
    while (!isStopped) {
      const { rows } = await client.query<Wait>({ name: "waits", text: WAITS });
      for (const row of rows) {
        const wait = { ...row, ms: Math.round(Number(row.ms)) };
        const key = `${wait.name} ${wait.mode} ${wait.object}`;
        if (wait.ms > (longest.get(key)?.ms ?? -1)) longest.set(key, wait);
      }
      await sleep(EVERY_MS);
    }
    await client.end();
  })();
  return {
    get found() {
      return [...longest.values()].sort((a, b) => b.ms - a.ms);
    },
    async stop() {
      isStopped = true;
      await watching;
    },
  };
}
