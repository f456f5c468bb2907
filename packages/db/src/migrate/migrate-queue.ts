import { Logger, runMigrations } from "graphile-worker";
import { Client, Pool } from "pg";
import { LOCK_TIMEOUT_MS, withPatience } from "./patience.ts";
import type { Run } from "./run.ts";

/** Has each of the library's transactions give up for a lock, as ours do. */
class ImpatientClient extends Client {
  override query(...parameters: never[]): never {
    const [text, ...rest] = parameters as unknown[];
    const begun = text === "begin" ? `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}` : text;
    return super.query(...([begun, ...rest] as Parameters<Client["query"]>)) as never;
  }
}

/** Brings the queue's tables up to date. The library commits each of its migrations, so another attempt continues. */
export async function migrateQueue(url: string, run: Pick<Run, "onWaiting" | "signal">): Promise<void> {
  // Its own pool: given a connection string, the library would leave one open after this call.
  const pgPool = new Pool({
    connectionString: url,
    max: 1,
    application_name: "pragma migrate",
    Client: ImpatientClient,
  });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => void client.on("error", () => {}));
  try {
    await withPatience(run, "the queue", () => runMigrations({ pgPool, logger: new Logger(() => () => {}) }));
  } finally {
    await pgPool.end();
  }
}
