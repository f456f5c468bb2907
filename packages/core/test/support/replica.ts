import { createDatabase, createPool } from "@pragma/db";
import { closeCore, createCore } from "../../src/create-core.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { PATIENT_VALIDATOR } from "./patience.ts";
import type { World } from "./world.ts";

/** Another process of the same installation: it shares only the database and the keys. */
export interface Replica {
  readonly core: Core;
  close(): Promise<void>;
}

export function openReplica(world: World, { connections = 5 } = {}): Replica {
  const databaseUrl = world.databaseUrl;
  const pool = createPool({ url: databaseUrl, name: "core-test-replica", max: connections });
  const { keyring, settings, logger } = world.core.services;
  const db = createDatabase(pool, { refusesLateLocks: true });
  const core = createCore({ db, databaseUrl, keyring, settings, logger, validator: PATIENT_VALIDATOR });
  return {
    core,
    async close() {
      await closeCore(core);
      await pool.end();
    },
  };
}

/** Runs `use` with another process. */
export async function withReplica<T>(world: World, use: (core: Core) => Promise<T>): Promise<T> {
  const replica = openReplica(world);
  try {
    return await use(replica.core);
  } finally {
    await replica.close();
  }
}
