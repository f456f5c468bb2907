import type { Database } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import type { Core } from "./core.ts";
import { type BlobStore, postgresBlobStore } from "./files/index.ts";
import { QuotaLedger } from "./limits/index.ts";
import { SchemaValidator } from "./schemas/index.ts";
import type { Keyring } from "./secrets/index.ts";
import type { Settings } from "./settings.ts";
import { TypeCatalog } from "./types/index.ts";
import { WakeUp } from "./wake-up.ts";

export interface CoreOptions {
  db: Database;
  keyring: Keyring;
  settings: Settings;
  logger: Logger;
  /** Postgres unless told otherwise. */
  blobs?: BlobStore;
}

/** The services of one process. Close its validator when the process ends. */
export function createCore({ db, keyring, settings, logger, blobs = postgresBlobStore }: CoreOptions): Core {
  return {
    db,
    keyring,
    settings,
    logger,
    blobs,
    validator: new SchemaValidator(),
    types: new TypeCatalog(db),
    wakeUp: new WakeUp(db),
    quotas: new QuotaLedger(settings.rateLimit, settings.rateLimitWindowSeconds),
  };
}
