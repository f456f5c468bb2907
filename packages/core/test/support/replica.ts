import { createDatabase, createPool } from "@pragma/db";
import { type Core, closeCore, createCore } from "../../src/index.ts";
import type { World } from "./world.ts";

/** Another process of the same installation: it shares the database and the keys, and nothing else. */
export async function withReplica<T>(world: World, use: (core: Core) => Promise<T>): Promise<T> {
  const databaseUrl = world.databaseUrl;
  const pool = createPool({ url: databaseUrl, name: "core-test-replica", max: 5 });
  const { keyring, settings, logger } = world.core;
  const core = createCore({ db: createDatabase(pool), databaseUrl, keyring, settings, logger });
  try {
    return await use(core);
  } finally {
    await closeCore(core);
    await pool.end();
  }
}
